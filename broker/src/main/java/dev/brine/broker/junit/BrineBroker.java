package dev.brine.broker.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a running {@link dev.brine.broker.EmbeddedBroker}, in fields and parameters of that type.
 *
 * <p>Classes with equal settings share the broker; it is closed after the last test of the JVM.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(BrineBrokerExtension.class)
public @interface BrineBroker {

    /** One node or three. */
    int nodes() default 1;

    /** Further server properties, each as {@code key=value}. */
    String[] properties() default {};
}
