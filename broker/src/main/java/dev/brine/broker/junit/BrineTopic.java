package dev.brine.broker.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Fills a {@code String} parameter with the name of a topic created for it alone, ready to be used. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface BrineTopic {

    int partitions() default 1;

    /** Topic settings, each as {@code key=value}. */
    String[] config() default {};
}
