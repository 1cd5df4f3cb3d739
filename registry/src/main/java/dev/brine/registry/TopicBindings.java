package dev.brine.registry;

import java.util.Collection;
import java.util.Optional;

/** What a registry that also knows topics can be asked; the directory and class path registries do. */
public interface TopicBindings {

    /** The binding that is written down for the topic, if there is one. */
    Optional<TopicBinding> binding(String topic);

    /** All bindings, in order of topic. */
    Collection<TopicBinding> bindings();
}
