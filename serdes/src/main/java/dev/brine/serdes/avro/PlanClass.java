package dev.brine.serdes.avro;

import java.lang.invoke.MethodHandles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A hidden class while it is written: private static methods, one way in, and constants that are given as objects. It
 * refers by name to nothing but the JDK, Avro and this package.
 */
final class PlanClass {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    // The method that sets them may be of 64 KB.
    private static final int MOST_CONSTANTS = 4000;

    private record Constant(String field, Class<?> type, Object value) {}

    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
        /** Where two ways meet, the code treats what they bring as an object; nothing is loaded to find out more. */
        @Override
        protected String getCommonSuperClass(String one, String other) {
            return "java/lang/Object";
        }
    };

    private final Class<?> parent;
    private final String name;
    private final Map<Object, Constant> known = new IdentityHashMap<>();
    private final List<Constant> constants = new ArrayList<>();
    private final Deque<Runnable> bodies = new ArrayDeque<>();
    private int methods;

    PlanClass(Class<?> parent) {
        this.parent = parent;
        this.name = Type.getInternalName(parent) + "Plan";
        writer.visit(
                Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC, name, null, Type.getInternalName(parent), null);
    }

    String name() {
        return name;
    }

    /** A name for a method that is called now and written with {@link #later}. */
    String newMethod() {
        return "part" + methods++;
    }

    Code begin(String method, Class<?> result, Class<?>... parameters) {
        int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC;
        return code(access, method, Code.descriptor(result, parameters), parameters.length);
    }

    /** The parent's abstract method. */
    Code beginRun(Class<?> result, Class<?>... parameters) {
        return code(0, "run", Code.descriptor(result, parameters), parameters.length + 1);
    }

    private Code code(int access, String method, String descriptor, int locals) {
        MethodVisitor to = writer.visitMethod(access, method, descriptor, null, null);
        to.visitCode();
        return new Code(this, to, locals);
    }

    /** Writes a body once the one being written is done, so that deep schemas need no deep stack. */
    void later(Runnable body) {
        bodies.add(body);
    }

    /** The static field that holds an object. */
    String constant(Object value, Class<?> type) {
        Constant constant = known.get(value);
        if (constant == null) {
            constant = new Constant("c" + constants.size(), type, value);
            known.put(value, constant);
            constants.add(constant);
            if (constants.size() > MOST_CONSTANTS) {
                throw new IllegalStateException("a plan of more than " + MOST_CONSTANTS + " constants");
            }
        }
        return constant.field();
    }

    /** The one object of the class. */
    Object make() {
        for (Runnable body = bodies.poll(); body != null; body = bodies.poll()) {
            body.run();
        }
        constructor();
        initializer();
        writer.visitEnd();
        Object[] data = constants.stream().map(Constant::value).toArray();
        try {
            MethodHandles.Lookup made = LOOKUP.defineHiddenClassWithClassData(writer.toByteArray(), data, true);
            return made.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the class cannot be used", e);
        }
    }

    private void constructor() {
        MethodVisitor to = writer.visitMethod(0, "<init>", "()V", null, null);
        to.visitCode();
        to.visitVarInsn(Opcodes.ALOAD, 0);
        to.visitMethodInsn(Opcodes.INVOKESPECIAL, Type.getInternalName(parent), "<init>", "()V", false);
        to.visitInsn(Opcodes.RETURN);
        to.visitMaxs(0, 0);
        to.visitEnd();
    }

    private void initializer() {
        Code code = code(Opcodes.ACC_STATIC, "<clinit>", "()V", 0);
        code.callStatic(MethodHandles.class, "lookup", MethodHandles.Lookup.class);
        code.push("_");
        code.push(Object[].class);
        code.callStatic(
                MethodHandles.class, "classData", Object.class, MethodHandles.Lookup.class, String.class, Class.class);
        code.cast(Object[].class);
        int data = code.local(Object.class);
        code.store(data, Object.class);
        for (int i = 0; i < constants.size(); i++) {
            Constant constant = constants.get(i);
            int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
            writer.visitField(access, constant.field(), Type.getDescriptor(constant.type()), null, null)
                    .visitEnd();
            code.load(data, Object.class);
            code.cast(Object[].class);
            code.push(i);
            code.op(Opcodes.AALOAD);
            code.cast(constant.type());
            code.setConstant(constant.field(), constant.type());
        }
        code.end(Opcodes.RETURN);
    }
}
