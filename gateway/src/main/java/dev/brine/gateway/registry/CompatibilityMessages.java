package dev.brine.gateway.registry;

import dev.brine.registry.Compatibility;
import dev.brine.registry.Difference;
import dev.brine.registry.store.Deleted;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.StoredVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Differences in the form of Confluent's messages: one for each difference from the newest version that is in the way,
 * then that version's number, its text (cut at 10,000 characters) and the level.
 */
final class CompatibilityMessages {

    private CompatibilityMessages() {}

    static List<String> of(RegistryState state, String subject, Compatibility.Broken broken) {
        Map<String, StoredVersion> versions = new HashMap<>();
        state.versions(subject, Deleted.INCLUDED)
                .forEach(one -> versions.put(one.name().toString(), one));
        List<String> messages = new ArrayList<>();
        StoredVersion old = null;
        for (Difference one : broken.differences()) {
            boolean newReads = versions.containsKey(one.writer());
            StoredVersion other = versions.get(newReads ? one.writer() : one.reader());
            if (messages.isEmpty()) {
                old = other;
            }
            if (Objects.equals(other, old)) {
                messages.add(message(one, newReads));
            }
        }
        if (old != null) {
            messages.add("{oldSchemaVersion: " + old.version() + "}");
            messages.add(
                    "{oldSchema: '" + Errors.shortened(old.schema().content().text()) + "'}");
        }
        messages.add("{validateFields: 'false', compatibility: '" + broken.level() + "'}");
        return messages;
    }

    private static String message(Difference one, boolean newReads) {
        String reader = newReads ? "new" : "old";
        String writer = newReads ? "old" : "new";
        return Errors.shortened("{errorType:'"
                + one.rule().toUpperCase(Locale.ROOT).replace('-', '_')
                + "', description:'at path '" + one.path() + "' the " + reader + " schema reads " + one.readerSide()
                + ", the " + writer + " schema writes " + one.writerSide() + "; " + one.advice()
                + "', additionalInfo:'" + one.readerSide() + "'}");
    }
}
