package dev.brine.gateway.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Routes;
import dev.brine.gateway.registry.Endpoint.Kind;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.store.ClearLevel;
import dev.brine.registry.store.ClearMode;
import dev.brine.registry.store.Contexts;
import dev.brine.registry.store.Deleted;
import dev.brine.registry.store.RegistryMode;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SetLevel;
import dev.brine.registry.store.SetMode;
import dev.brine.registry.store.StoreError;
import dev.brine.registry.store.StoreException;
import java.util.List;
import java.util.Optional;

/** {@code /config} and {@code /mode}: levels and modes, for all subjects, a context, or one subject. */
final class SettingEndpoints {

    private static final int INVALID_LEVEL = 42203;

    /** What Confluent's server can set besides, and nothing here would keep. */
    private static final List<String> NOT_OFFERED = List.of(
            "alias",
            "normalize",
            "validateFields",
            "validateRules",
            "compatibilityGroup",
            "compatibilityPolicy",
            "defaultMetadata",
            "overrideMetadata",
            "defaultRuleSet",
            "overrideRuleSet");

    private SettingEndpoints() {}

    static void addTo(Routes<Endpoint> routes) {
        for (String at : List.of("", "/{subject}")) {
            boolean one = !at.isEmpty();
            routes.add("GET", "/config" + at, new Endpoint(Kind.MEMORY, ask -> level(ask, who(ask, one))))
                    .add("PUT", "/config" + at, new Endpoint(Kind.WRITE, ask -> setLevel(ask, who(ask, one))))
                    .add("DELETE", "/config" + at, new Endpoint(Kind.WRITE, ask -> clearLevel(ask, who(ask, one))))
                    .add("GET", "/mode" + at, new Endpoint(Kind.MEMORY, ask -> mode(ask, who(ask, one))))
                    .add("PUT", "/mode" + at, new Endpoint(Kind.WRITE, ask -> setMode(ask, who(ask, one))))
                    .add("DELETE", "/mode" + at, new Endpoint(Kind.WRITE, ask -> clearMode(ask, who(ask, one))));
        }
    }

    private static Optional<String> who(Ask ask, boolean one) {
        return one ? Optional.of(ask.subject()) : Optional.empty();
    }

    private static Reply level(Ask ask, Optional<String> subject) {
        Optional<CompatibilityLevel> own = ask.state().ownLevel(subject);
        if (own.isEmpty() && subject.isPresent() && !ask.flag("defaultToGlobal")) {
            throw new StoreException(
                    StoreError.LEVEL_NOT_SET,
                    "Subject '" + subject.get() + "' does not have subject-level compatibility configured");
        }
        return levelJson(own.orElseGet(() -> ask.state().level(subject.orElse(""))));
    }

    private static Reply levelJson(CompatibilityLevel level) {
        return Reply.json(SchemaJson.object().put("compatibilityLevel", level.name()));
    }

    private static Reply setLevel(Ask ask, Optional<String> subject) {
        ObjectNode body = ask.body();
        for (String field : NOT_OFFERED) {
            if (!body.path(field).isMissingNode() && !body.path(field).isNull()) {
                throw Refusal.of(INVALID_LEVEL, "the setting \"" + field + "\" is not offered here");
            }
        }
        JsonNode given = body.path("compatibility");
        ask.execute(new SetLevel(subject, levelOf(given.isTextual() ? given.textValue() : "")));
        return Reply.json(SchemaJson.object().put("compatibility", given.textValue()));
    }

    private static CompatibilityLevel levelOf(String name) {
        try {
            return CompatibilityLevel.of(name);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(
                    INVALID_LEVEL,
                    "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive,"
                            + " forward_transitive, and full_transitive");
        }
    }

    private static Reply clearLevel(Ask ask, Optional<String> subject) {
        Optional<CompatibilityLevel> before = ask.execute(new ClearLevel(subject));
        return levelJson(before.orElseGet(() -> {
            subject.ifPresent(name -> {
                throw Errors.subjectNotFound(name);
            });
            return RegistryState.DEFAULT_LEVEL;
        }));
    }

    private static Reply mode(Ask ask, Optional<String> subject) {
        Optional<RegistryMode> own = ask.state().ownMode(subject);
        if (own.isEmpty() && subject.isPresent() && !ask.flag("defaultToGlobal")) {
            throw new StoreException(
                    StoreError.MODE_NOT_SET,
                    "Subject '" + subject.get() + "' does not have subject-level mode configured");
        }
        return modeJson(own.orElseGet(() -> ask.state().mode(subject.orElse(""))));
    }

    private static Reply modeJson(RegistryMode mode) {
        return Reply.json(SchemaJson.object().put("mode", mode.name()));
    }

    private static Reply setMode(Ask ask, Optional<String> subject) {
        JsonNode given = ask.body().path("mode");
        RegistryMode mode = RegistryMode.of(given.isTextual() ? given.textValue() : "");
        return modeJson(ask.execute(new SetMode(subject, mode, ask.flag("force"))));
    }

    private static Reply clearMode(Ask ask, Optional<String> subject) {
        Optional<RegistryMode> before = ask.execute(new ClearMode(subject));
        if (ask.flag("recursive")) {
            beneath(ask.state(), subject).forEach(name -> ask.execute(new ClearMode(Optional.of(name))));
        }
        return modeJson(before.orElseGet(() -> {
            if (!ask.flag("recursive")) {
                subject.ifPresent(name -> {
                    throw Errors.subjectNotFound(name);
                });
            }
            return RegistryMode.READWRITE;
        }));
    }

    /** The subjects with a mode of their own: all, or those of the context that is named. */
    private static List<String> beneath(RegistryState state, Optional<String> scope) {
        String context = scope.map(Contexts::of).orElse("");
        return state.subjects(Deleted.INCLUDED).stream()
                .filter(name -> scope.isEmpty() || Contexts.of(name).equals(context))
                .filter(name -> state.ownMode(Optional.of(name)).isPresent())
                .toList();
    }
}
