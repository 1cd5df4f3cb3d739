package dev.brine.serdes.avro;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** One method while it is written: the few words that the generators need, by classes instead of descriptors. */
final class Code {

    private final PlanClass plan;
    private final MethodVisitor to;
    private int free;

    Code(PlanClass plan, MethodVisitor to, int parameters) {
        this.plan = plan;
        this.to = to;
        this.free = parameters;
    }

    static String descriptor(Class<?> result, Class<?>... parameters) {
        return MethodType.methodType(result, parameters).toMethodDescriptorString();
    }

    PlanClass plan() {
        return plan;
    }

    /** A new local variable. */
    int local(Class<?> kind) {
        int local = free;
        free += kind == long.class || kind == double.class ? 2 : 1;
        return local;
    }

    void load(int local, Class<?> kind) {
        to.visitVarInsn(Type.getType(kind).getOpcode(Opcodes.ILOAD), local);
    }

    void store(int local, Class<?> kind) {
        to.visitVarInsn(Type.getType(kind).getOpcode(Opcodes.ISTORE), local);
    }

    void increment(int local) {
        to.visitIincInsn(local, 1);
    }

    void push(int value) {
        if (value >= -1 && value <= 5) {
            to.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value == (short) value) {
            to.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            to.visitLdcInsn(value);
        }
    }

    void push(long value) {
        to.visitLdcInsn(value);
    }

    void push(String value) {
        to.visitLdcInsn(value);
    }

    void push(Class<?> ofTheJdk) {
        to.visitLdcInsn(Type.getType(ofTheJdk));
    }

    void pushNull() {
        to.visitInsn(Opcodes.ACONST_NULL);
    }

    void op(int opcode) {
        to.visitInsn(opcode);
    }

    void cast(Class<?> type) {
        to.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(type));
    }

    void isInstance(Class<?> type) {
        to.visitTypeInsn(Opcodes.INSTANCEOF, Type.getInternalName(type));
    }

    /** A new array of the length on the stack. */
    void newArray(Class<?> type) {
        to.visitTypeInsn(Opcodes.ANEWARRAY, Type.getInternalName(type));
    }

    /** Begins a new object; {@link #callConstructor} ends it. */
    void allocate(Class<?> type) {
        to.visitTypeInsn(Opcodes.NEW, Type.getInternalName(type));
        to.visitInsn(Opcodes.DUP);
    }

    void callConstructor(Class<?> type, Class<?>... parameters) {
        String descriptor = descriptor(void.class, parameters);
        to.visitMethodInsn(Opcodes.INVOKESPECIAL, Type.getInternalName(type), "<init>", descriptor, false);
    }

    void call(Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
        int opcode = owner.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        to.visitMethodInsn(
                opcode, Type.getInternalName(owner), name, descriptor(result, parameters), owner.isInterface());
    }

    void callStatic(Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
        to.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                Type.getInternalName(owner),
                name,
                descriptor(result, parameters),
                owner.isInterface());
    }

    /** Calls another method of this class. */
    void callOwn(String name, Class<?> result, Class<?>... parameters) {
        to.visitMethodInsn(Opcodes.INVOKESTATIC, plan.name(), name, descriptor(result, parameters), false);
    }

    void constant(Object value, Class<?> type) {
        to.visitFieldInsn(Opcodes.GETSTATIC, plan.name(), plan.constant(value, type), Type.getDescriptor(type));
    }

    void setConstant(String field, Class<?> type) {
        to.visitFieldInsn(Opcodes.PUTSTATIC, plan.name(), field, Type.getDescriptor(type));
    }

    /** Puts a handle on the stack, before its arguments. */
    void handle(MethodHandle handle) {
        constant(handle, MethodHandle.class);
    }

    /** Calls a handle that stands on the stack under its arguments. */
    void invoke(MethodHandle handle) {
        to.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                "java/lang/invoke/MethodHandle",
                "invokeExact",
                handle.type().toMethodDescriptorString(),
                false);
    }

    void box(Class<?> kind) {
        if (kind.isPrimitive()) {
            callStatic(boxOf(kind), "valueOf", boxOf(kind), kind);
        }
    }

    void unbox(Class<?> kind) {
        cast(boxOf(kind));
        call(boxOf(kind), kind.getName() + "Value", kind);
    }

    static Class<?> boxOf(Class<?> kind) {
        return MethodType.methodType(kind).wrap().returnType();
    }

    void jump(int opcode, Label label) {
        to.visitJumpInsn(opcode, label);
    }

    void choose(Label[] cases, Label otherwise) {
        to.visitTableSwitchInsn(0, cases.length - 1, otherwise, cases);
    }

    void mark(Label label) {
        to.visitLabel(label);
    }

    void end(int opcode) {
        to.visitInsn(opcode);
        to.visitMaxs(0, 0);
        to.visitEnd();
    }
}
