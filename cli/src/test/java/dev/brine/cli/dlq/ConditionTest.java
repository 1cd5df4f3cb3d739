package dev.brine.cli.dlq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConditionTest {

    private static final String PAYLOAD = """
            {"id":7,"price":"12.50","code":"007","name":"a = b","customer":{"e-mail":"x@example.org","tags":["new","vip"]},
             "lines":[{"n":1,"p":"9.50"},{"n":2,"p":"100.00"}],"note":null,"ok":true,"it's":1}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$.id=7",
                "$.id = 7.0",
                "$['id'] != 8",
                "$.price=12.5",
                "$.price>9",
                "$.price<=12.50",
                "$.code=007",
                "$.code=\"007\"",
                "$.name=a = b",
                "$.name~=",
                "$.customer.e-mail~@example\\.org$",
                "$.customer.tags[1]=vip",
                "$.customer.tags[*]=new",
                "$.lines[*].p>=100",
                "$.lines.*.n=2",
                "$.note",
                "$.note=null",
                "$.ok=true",
                "$['it\\'s']=1",
                "$",
                "$.customer.tags"
            })
    void holds(String condition) throws Exception {
        assertThat(Condition.parse(condition).holds(payload())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$.id=8",
                "$.id>7",
                "$.missing",
                "$.missing=null",
                "$.missing!=1",
                "$.code=\"7\"",
                "$.lines[2].n=2",
                "$.lines[*].p>100.00",
                "$.id.more",
                "$.customer.tags[*]=old",
                "$.name~^b"
            })
    void doesNotHold(String condition) throws Exception {
        assertThat(Condition.parse(condition).holds(payload())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id=7", "$.=7", "$.a..b", "$[x]=1", "$[-1]", "$.a?", "$.a~(", "$a=1", ""})
    void whatIsNoConditionIsRefusedWithItsText(String condition) {
        assertThatThrownBy(() -> Condition.parse(condition))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + condition + "'");
    }

    private static JsonNode payload() throws Exception {
        return Json.read(PAYLOAD);
    }
}
