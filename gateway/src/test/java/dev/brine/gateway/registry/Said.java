package dev.brine.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;

/** What a server answered, and what a test expects of it. */
record Said(HttpResponse<String> response) {

    private static final JsonMapper JSON = new JsonMapper();

    int status() {
        return response.statusCode();
    }

    String body() {
        return response.body();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
        return json(body());
    }

    Said is(String json) {
        assertThat(status()).as(toString()).isEqualTo(200);
        assertThat(json()).as(toString()).isEqualTo(json(json));
        return typed();
    }

    /** These fields with these values, whatever others there are. */
    Said has(String json) {
        assertThat(status()).as(toString()).isEqualTo(200);
        JsonNode found = json();
        json(json).properties().forEach(field -> assertThat(found.get(field.getKey()))
                .as("%s of %s", field.getKey(), this)
                .isEqualTo(field.getValue()));
        return typed();
    }

    Said lacks(String... fields) {
        assertThat(json().fieldNames()).toIterable().as(toString()).doesNotContain(fields);
        return this;
    }

    Said isText(String text) {
        assertThat(status()).as(toString()).isEqualTo(200);
        assertThat(body()).isEqualTo(text);
        return typed();
    }

    /** The status is the code's first three digits. */
    Said refused(int code, String message) {
        refused(code);
        assertThat(json().path("message").asText()).isEqualTo(message);
        return this;
    }

    Said refused(int code) {
        assertThat(status()).as(toString()).isEqualTo(code < 1000 ? code : code / 100);
        assertThat(json().path("error_code").asInt()).as(toString()).isEqualTo(code);
        assertThat(json().path("message").asText())
                .as(toString())
                .isNotBlank()
                .doesNotContain("Exception", "dev.brine", "java.", "\tat ");
        assertThat(json()).as(toString()).hasSize(2);
        return typed();
    }

    Said says(String part) {
        assertThat(json().path("message").asText()).contains(part);
        return this;
    }

    private Said typed() {
        assertThat(header("content-type"))
                .isIn(MediaTypes.V1, "application/json", "application/vnd.schemaregistry+json");
        return this;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    @Override
    public String toString() {
        return response + " " + body();
    }
}
