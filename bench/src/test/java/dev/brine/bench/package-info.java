/** What must hold before anything is measured. */
@NullMarked
package dev.brine.bench;

import org.jspecify.annotations.NullMarked;
