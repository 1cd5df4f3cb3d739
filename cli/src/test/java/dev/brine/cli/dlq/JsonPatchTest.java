package dev.brine.cli.dlq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of RFC 6902's appendix A, and what a strict reader refuses. */
final class JsonPatchTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'foo':'bar'} | [{'op':'add','path':'/baz','value':'qux'}] | {'foo':'bar','baz':'qux'}",
                "{'foo':['bar','baz']} | [{'op':'add','path':'/foo/1','value':'qux'}] | {'foo':['bar','qux','baz']}",
                "{'baz':'qux','foo':'bar'} | [{'op':'remove','path':'/baz'}] | {'foo':'bar'}",
                "{'foo':['bar','qux','baz']} | [{'op':'remove','path':'/foo/1'}] | {'foo':['bar','baz']}",
                "{'baz':'qux','foo':'bar'} | [{'op':'replace','path':'/baz','value':'boo'}] | {'baz':'boo','foo':'bar'}",
                "{'foo':[1,2,3]} | [{'op':'replace','path':'/foo/1','value':9}] | {'foo':[1,9,3]}",
                "{'a':{'b':1,'w':2},'q':{'c':3}} | [{'op':'move','from':'/a/w','path':'/q/t'}] | {'a':{'b':1},'q':{'c':3,'t':2}}",
                "{'foo':['all','grass','cows','eat']} | [{'op':'move','from':'/foo/1','path':'/foo/3'}] | {'foo':['all','cows','eat','grass']}",
                "{'a':[1,2]} | [{'op':'copy','from':'/a','path':'/b'},{'op':'add','path':'/b/-','value':3}] | {'a':[1,2],'b':[1,2,3]}",
                "{'baz':'qux','foo':['a',2,'c']} | [{'op':'test','path':'/baz','value':'qux'},{'op':'test','path':'/foo/1','value':2.0}] | {'baz':'qux','foo':['a',2,'c']}",
                "{'foo':'bar'} | [{'op':'add','path':'/child','value':{'g':{}},'xyz':123}] | {'foo':'bar','child':{'g':{}}}",
                "{'/':9,'~1':10} | [{'op':'test','path':'/~01','value':10},{'op':'remove','path':'/~1'}] | {'~1':10}",
                "{'foo':['bar']} | [{'op':'add','path':'/foo/-','value':['abc','def']}] | {'foo':['bar',['abc','def']]}",
                "{'foo':1} | [{'op':'replace','path':'','value':[1]}] | [1]",
                "{'foo':null} | [{'op':'test','path':'/foo','value':null},{'op':'add','path':'/foo','value':1}] | {'foo':1}",
                "{'a':1.10,'b':12345678901234567890.123456789} | [{'op':'copy','from':'/b','path':'/c'}] | {'a':1.10,'b':12345678901234567890.123456789,'c':12345678901234567890.123456789}",
            })
    void operationsDoWhatTheRfcSays(String document, String patch, String result) throws Exception {
        // Given
        JsonNode before = Json.read(document.replace('\'', '"'));
        String text = before.toString();

        // When
        JsonNode after = JsonPatch.parse(patch.replace('\'', '"')).apply(before);

        // Then
        assertThat(new String(Json.bytes(after), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(result.replace('\'', '"'));
        assertThat(before).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'foo':'secret'} | [{'op':'add','path':'/bar/baz','value':1}] | operation 1 of the patch (add /bar/baz): there is nothing to add it to",
                "{'foo':'secret'} | [{'op':'replace','path':'/bar','value':1}] | there is nothing at /bar",
                "{'foo':'secret'} | [{'op':'remove','path':'/bar'}] | there is nothing at /bar",
                "{'foo':'secret'} | [{'op':'test','path':'/foo','value':'other'}] | (test /foo): another value is there",
                "{'foo':'secret'} | [{'op':'test','path':'/foo','value':['secret']}] | another value is there",
                "{'foo':['secret']} | [{'op':'add','path':'/foo/2','value':1}] | the array there has 1 elements",
                "{'foo':['secret']} | [{'op':'replace','path':'/foo/01','value':1}] | there is nothing at /foo/01",
                "{'foo':['secret']} | [{'op':'remove','path':'/foo/-'}] | there is nothing at /foo/-",
                "{'foo':'secret'} | [{'op':'add','path':'/foo/bar','value':1}] | what is there has no parts",
                "{'foo':'secret'} | [{'op':'copy','from':'/bar','path':'/baz'}] | there is nothing at /bar",
                "{'foo':'secret'} | [{'op':'add','path':'/a','value':1},{'op':'move','from':'/b','path':'/c'}] | operation 2 of the patch (move /c): there is nothing at /b",
            })
    void faultNamesOperationAndPlaceAndNoContent(String document, String patch, String message) throws Exception {
        JsonNode before = Json.read(document.replace('\'', '"'));
        JsonPatch parsed = JsonPatch.parse(patch.replace('\'', '"'));
        assertThatThrownBy(() -> parsed.apply(before))
                .isInstanceOf(PatchException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense | not JSON, at line 1",
                "{'op':'remove','path':'/a'} | must be an array",
                "[] | must be an array",
                "[{'op':'delete','path':'/a'}] | operation 1 of the patch: 'delete' is no operation",
                "[{'op':'remove'}] | \"path\" is missing",
                "[{'op':'remove','path':'a'}] | must be empty or begin with /",
                "[{'op':'remove','path':'/a~2'}] | neither ~0 nor ~1",
                "[{'op':'remove','path':''}] | the whole document cannot be removed",
                "[{'op':'add','path':'/a'}] | add needs a value",
                "[{'op':'copy','path':'/a'}] | \"from\" is missing",
                "[{'op':'move','from':'/a','path':'/a/b'}] | nothing can be moved into itself",
                "[{'op':'add','path':'/a','value':1},7] | operation 2 of the patch",
                "[{'op':'add','op':'remove','path':'/a'}] | not JSON",
            })
    void patchThatIsNoneIsRefusedWhenItIsRead(String patch, String message) {
        assertThatThrownBy(() -> JsonPatch.parse(patch.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void deepPathsAreFollowed() throws Exception {
        assertThat(JsonPatch.parse("[{\"op\":\"replace\",\"path\":\"/a/0/b~1c/1\",\"value\":true}]")
                        .apply(Json.read("{\"a\":[{\"b/c\":[1,2]}]}")))
                .hasToString("{\"a\":[{\"b/c\":[1,true]}]}");
    }
}
