package dev.brine.registry;

import java.util.List;

/** A registry that keeps answers and counts how often that helped. */
public interface CountedCaches {

    /** One a cache, always the same ones in the same order. */
    List<CacheCounts> caches();
}
