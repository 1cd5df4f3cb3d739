package dev.brine.broker.junit;

import dev.brine.broker.EmbeddedBroker;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;

/** Does what {@link BrineBroker} and {@link BrineTopic} say; has no state of its own. */
public final class BrineBrokerExtension
        implements BeforeAllCallback, AfterEachCallback, TestInstancePostProcessor, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(BrineBrokerExtension.class);

    private record Settings(int nodes, Map<String, String> properties) {}

    @Override
    public void beforeAll(ExtensionContext context) throws IllegalAccessException {
        inject(context, context.getRequiredTestClass(), null);
    }

    @Override
    public void postProcessTestInstance(Object test, ExtensionContext context) throws IllegalAccessException {
        inject(context, test.getClass(), test);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        EmbeddedBroker broker = broker(context);
        broker.nodes().forEach(broker::start);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == EmbeddedBroker.class || (type == String.class && parameter.isAnnotated(BrineTopic.class));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        EmbeddedBroker broker = broker(context);
        return parameter
                .findAnnotation(BrineTopic.class)
                .<Object>map(topic -> create(broker, topic, parameter))
                .orElse(broker);
    }

    private static String create(EmbeddedBroker broker, BrineTopic topic, ParameterContext parameter) {
        String owner = parameter.getDeclaringExecutable().getName();
        // Dots and underscores clash in Kafka's metric names, and a constructor's name is a class name with dots.
        String name = owner.substring(owner.lastIndexOf('.') + 1)
                        .replaceAll("[^A-Za-z0-9]", "-")
                        .toLowerCase(Locale.ROOT)
                + "-" + UUID.randomUUID().toString().substring(0, 8);
        broker.createTopic(name, topic.partitions(), pairs(topic.config()));
        return name;
    }

    private static EmbeddedBroker broker(ExtensionContext context) {
        BrineBroker wanted = annotation(context);
        Settings settings = new Settings(wanted.nodes(), pairs(wanted.properties()));
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(settings, BrineBrokerExtension::start, EmbeddedBroker.class);
    }

    private static EmbeddedBroker start(Settings settings) {
        EmbeddedBroker.Builder builder = EmbeddedBroker.builder().nodes(settings.nodes());
        settings.properties().forEach(builder::property);
        // The store closes what is AutoCloseable when the JVM's last test is done.
        return builder.start();
    }

    private static BrineBroker annotation(ExtensionContext context) {
        // A nested test class uses the broker of the class around it unless it names its own.
        for (Class<?> at = context.getRequiredTestClass(); at != null; at = at.getEnclosingClass()) {
            BrineBroker found = at.getAnnotation(BrineBroker.class);
            if (found != null) {
                return found;
            }
        }
        throw new ExtensionConfigurationException(
                context.getRequiredTestClass().getName() + " uses BrineBrokerExtension without @BrineBroker");
    }

    private static Map<String, String> pairs(String[] texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        Arrays.stream(texts).forEach(text -> {
            int at = text.indexOf('=');
            if (at < 1) {
                throw new ExtensionConfigurationException("expected key=value, found \"" + text + "\"");
            }
            pairs.put(text.substring(0, at), text.substring(at + 1));
        });
        return pairs;
    }

    private static void inject(ExtensionContext context, Class<?> type, @Nullable Object instance)
            throws IllegalAccessException {
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                boolean shared = Modifier.isStatic(field.getModifiers());
                if (field.getType() == EmbeddedBroker.class && shared == (instance == null)) {
                    field.setAccessible(true);
                    field.set(instance, broker(context));
                }
            }
        }
    }
}
