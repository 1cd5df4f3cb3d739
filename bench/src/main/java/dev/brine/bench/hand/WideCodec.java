package dev.brine.bench.hand;

import dev.brine.bench.avro.Wide;
import dev.brine.serdes.Limits;

/** Wide, as {@code wide-value/v1.avsc} has it, by hand, in four parts of fifteen fields: HotSpot does not compile a method that is too long. */
public final class WideCodec extends HandCodec<Wide> {

    public WideCodec(Limits limits) {
        super(limits);
    }

    @Override
    void write(Out out, Wide value) {
        writeFirst(out, value);
        writeSecond(out, value);
        writeThird(out, value);
        writeFourth(out, value);
    }

    @Override
    Wide read(In in) {
        Wide value = new Wide();
        readFirst(in, value);
        readSecond(in, value);
        readThird(in, value);
        readFourth(in, value);
        return value;
    }

    private static void writeFirst(Out out, Wide value) {
        out.number(value.getId());
        out.string(value.getKind());
        out.millis(value.getSeen());
        if (out.present(value.getInt01())) {
            out.integer(value.getInt01());
        }
        if (out.present(value.getText01())) {
            out.string(value.getText01());
        }
        if (out.present(value.getNumber01())) {
            out.number(value.getNumber01());
        }
        if (out.present(value.getRatio01())) {
            out.real(value.getRatio01());
        }
        if (out.present(value.getFlag01())) {
            out.bool(value.getFlag01());
        }
        if (out.present(value.getAt01())) {
            out.millis(value.getAt01());
        }
        if (out.present(value.getAmount01())) {
            out.hundredths(value.getAmount01(), 14);
        }
        if (out.present(value.getInt02())) {
            out.integer(value.getInt02());
        }
        if (out.present(value.getText02())) {
            out.string(value.getText02());
        }
        if (out.present(value.getNumber02())) {
            out.number(value.getNumber02());
        }
        if (out.present(value.getRatio02())) {
            out.real(value.getRatio02());
        }
        if (out.present(value.getFlag02())) {
            out.bool(value.getFlag02());
        }
    }

    private static void writeSecond(Out out, Wide value) {
        if (out.present(value.getAt02())) {
            out.millis(value.getAt02());
        }
        if (out.present(value.getAmount02())) {
            out.hundredths(value.getAmount02(), 14);
        }
        if (out.present(value.getInt03())) {
            out.integer(value.getInt03());
        }
        if (out.present(value.getText03())) {
            out.string(value.getText03());
        }
        if (out.present(value.getNumber03())) {
            out.number(value.getNumber03());
        }
        if (out.present(value.getRatio03())) {
            out.real(value.getRatio03());
        }
        if (out.present(value.getFlag03())) {
            out.bool(value.getFlag03());
        }
        if (out.present(value.getAt03())) {
            out.millis(value.getAt03());
        }
        if (out.present(value.getInt04())) {
            out.integer(value.getInt04());
        }
        if (out.present(value.getText04())) {
            out.string(value.getText04());
        }
        if (out.present(value.getNumber04())) {
            out.number(value.getNumber04());
        }
        if (out.present(value.getRatio04())) {
            out.real(value.getRatio04());
        }
        if (out.present(value.getFlag04())) {
            out.bool(value.getFlag04());
        }
        if (out.present(value.getInt05())) {
            out.integer(value.getInt05());
        }
        if (out.present(value.getText05())) {
            out.string(value.getText05());
        }
    }

    private static void writeThird(Out out, Wide value) {
        if (out.present(value.getNumber05())) {
            out.number(value.getNumber05());
        }
        if (out.present(value.getRatio05())) {
            out.real(value.getRatio05());
        }
        if (out.present(value.getFlag05())) {
            out.bool(value.getFlag05());
        }
        if (out.present(value.getInt06())) {
            out.integer(value.getInt06());
        }
        if (out.present(value.getText06())) {
            out.string(value.getText06());
        }
        if (out.present(value.getNumber06())) {
            out.number(value.getNumber06());
        }
        if (out.present(value.getRatio06())) {
            out.real(value.getRatio06());
        }
        if (out.present(value.getFlag06())) {
            out.bool(value.getFlag06());
        }
        if (out.present(value.getInt07())) {
            out.integer(value.getInt07());
        }
        if (out.present(value.getText07())) {
            out.string(value.getText07());
        }
        if (out.present(value.getNumber07())) {
            out.number(value.getNumber07());
        }
        if (out.present(value.getRatio07())) {
            out.real(value.getRatio07());
        }
        if (out.present(value.getFlag07())) {
            out.bool(value.getFlag07());
        }
        if (out.present(value.getInt08())) {
            out.integer(value.getInt08());
        }
        if (out.present(value.getText08())) {
            out.string(value.getText08());
        }
    }

    private static void writeFourth(Out out, Wide value) {
        if (out.present(value.getNumber08())) {
            out.number(value.getNumber08());
        }
        if (out.present(value.getInt09())) {
            out.integer(value.getInt09());
        }
        if (out.present(value.getText09())) {
            out.string(value.getText09());
        }
        if (out.present(value.getNumber09())) {
            out.number(value.getNumber09());
        }
        if (out.present(value.getInt10())) {
            out.integer(value.getInt10());
        }
        if (out.present(value.getText10())) {
            out.string(value.getText10());
        }
        if (out.present(value.getNumber10())) {
            out.number(value.getNumber10());
        }
        if (out.present(value.getInt11())) {
            out.integer(value.getInt11());
        }
        if (out.present(value.getText11())) {
            out.string(value.getText11());
        }
        if (out.present(value.getInt12())) {
            out.integer(value.getInt12());
        }
        if (out.present(value.getText12())) {
            out.string(value.getText12());
        }
        if (out.present(value.getInt13())) {
            out.integer(value.getInt13());
        }
        if (out.present(value.getText13())) {
            out.string(value.getText13());
        }
        if (out.present(value.getInt14())) {
            out.integer(value.getInt14());
        }
        if (out.present(value.getText14())) {
            out.string(value.getText14());
        }
    }

    private static void readFirst(In in, Wide value) {
        value.setId(in.number());
        value.setKind(in.string());
        value.setSeen(in.millis());
        value.setInt01(in.present() ? in.integer() : null);
        value.setText01(in.present() ? in.string() : null);
        value.setNumber01(in.present() ? in.number() : null);
        value.setRatio01(in.present() ? in.real() : null);
        value.setFlag01(in.present() ? in.bool() : null);
        value.setAt01(in.present() ? in.millis() : null);
        value.setAmount01(in.present() ? in.hundredths() : null);
        value.setInt02(in.present() ? in.integer() : null);
        value.setText02(in.present() ? in.string() : null);
        value.setNumber02(in.present() ? in.number() : null);
        value.setRatio02(in.present() ? in.real() : null);
        value.setFlag02(in.present() ? in.bool() : null);
    }

    private static void readSecond(In in, Wide value) {
        value.setAt02(in.present() ? in.millis() : null);
        value.setAmount02(in.present() ? in.hundredths() : null);
        value.setInt03(in.present() ? in.integer() : null);
        value.setText03(in.present() ? in.string() : null);
        value.setNumber03(in.present() ? in.number() : null);
        value.setRatio03(in.present() ? in.real() : null);
        value.setFlag03(in.present() ? in.bool() : null);
        value.setAt03(in.present() ? in.millis() : null);
        value.setInt04(in.present() ? in.integer() : null);
        value.setText04(in.present() ? in.string() : null);
        value.setNumber04(in.present() ? in.number() : null);
        value.setRatio04(in.present() ? in.real() : null);
        value.setFlag04(in.present() ? in.bool() : null);
        value.setInt05(in.present() ? in.integer() : null);
        value.setText05(in.present() ? in.string() : null);
    }

    private static void readThird(In in, Wide value) {
        value.setNumber05(in.present() ? in.number() : null);
        value.setRatio05(in.present() ? in.real() : null);
        value.setFlag05(in.present() ? in.bool() : null);
        value.setInt06(in.present() ? in.integer() : null);
        value.setText06(in.present() ? in.string() : null);
        value.setNumber06(in.present() ? in.number() : null);
        value.setRatio06(in.present() ? in.real() : null);
        value.setFlag06(in.present() ? in.bool() : null);
        value.setInt07(in.present() ? in.integer() : null);
        value.setText07(in.present() ? in.string() : null);
        value.setNumber07(in.present() ? in.number() : null);
        value.setRatio07(in.present() ? in.real() : null);
        value.setFlag07(in.present() ? in.bool() : null);
        value.setInt08(in.present() ? in.integer() : null);
        value.setText08(in.present() ? in.string() : null);
    }

    private static void readFourth(In in, Wide value) {
        value.setNumber08(in.present() ? in.number() : null);
        value.setInt09(in.present() ? in.integer() : null);
        value.setText09(in.present() ? in.string() : null);
        value.setNumber09(in.present() ? in.number() : null);
        value.setInt10(in.present() ? in.integer() : null);
        value.setText10(in.present() ? in.string() : null);
        value.setNumber10(in.present() ? in.number() : null);
        value.setInt11(in.present() ? in.integer() : null);
        value.setText11(in.present() ? in.string() : null);
        value.setInt12(in.present() ? in.integer() : null);
        value.setText12(in.present() ? in.string() : null);
        value.setInt13(in.present() ? in.integer() : null);
        value.setText13(in.present() ? in.string() : null);
        value.setInt14(in.present() ? in.integer() : null);
        value.setText14(in.present() ? in.string() : null);
    }
}
