package dev.brine.serdes.record;

/** Loads classes that the application's own configuration names. Names from schemas and payloads never come here. */
public final class ClassNames {

    private ClassNames() {}

    /** By the thread's class loader, and by Brine's if that one does not know it. */
    public static Class<?> load(String name) throws ClassNotFoundException {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        if (application != null) {
            try {
                return Class.forName(name, true, application);
            } catch (ClassNotFoundException e) {
                return Class.forName(name);
            }
        }
        return Class.forName(name);
    }
}
