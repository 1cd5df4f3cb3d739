package dev.brine.registry.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.security.MessageDigest;
import java.util.List;
import java.util.TreeSet;

/** The bytes that metadata and rules add to a guid: each part's text in UTF-8, names in order, after a byte 01. */
final class ContractHash {

    private static final JsonMapper JSON = new JsonMapper();
    private static final byte PRESENT = 1;
    private static final List<String> KINDS = List.of("migrationRules", "domainRules", "encodingRules");

    private final MessageDigest md5;

    private ContractHash(MessageDigest md5) {
        this.md5 = md5;
        md5.update(PRESENT);
    }

    static void metadata(MessageDigest md5, String text) {
        JsonNode json = read(text);
        ContractHash hash = new ContractHash(md5);
        hash.named(json.path("tags"));
        hash.named(json.path("properties"));
        hash.sorted(json.path("sensitive"));
    }

    static void ruleSet(MessageDigest md5, String text) {
        JsonNode json = read(text);
        ContractHash hash = new ContractHash(md5);
        KINDS.forEach(kind -> json.path(kind).forEach(hash::rule));
    }

    private void rule(JsonNode rule) {
        List.of("name", "doc", "kind", "mode", "type").forEach(part -> text(rule.path(part)));
        sorted(rule.path("tags"));
        named(rule.path("params"));
        List.of("expr", "onSuccess", "onFailure").forEach(part -> text(rule.path(part)));
        if (rule.path("disabled").asBoolean(false)) {
            md5.update(PRESENT);
        }
    }

    private void named(JsonNode object) {
        TreeSet<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            md5.update(name.getBytes(UTF_8));
            JsonNode value = object.path(name);
            if (value.isArray()) {
                sorted(value);
            } else {
                text(value);
            }
        }
    }

    private void sorted(JsonNode array) {
        TreeSet<String> values = new TreeSet<>();
        array.forEach(one -> values.add(one.asText()));
        values.forEach(one -> md5.update(one.getBytes(UTF_8)));
    }

    private void text(JsonNode value) {
        if (!value.isNull() && !value.isMissingNode()) {
            md5.update(value.asText().getBytes(UTF_8));
        }
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("metadata and rules of a schema must be JSON", e);
        }
    }
}
