package dev.brine.bench.hand;

import dev.brine.bench.avro.Wide;
import dev.brine.serdes.Limits;

/** Wide, as {@code wide-value/v1.avsc} has it, by hand, in four parts of fifteen fields: HotSpot does not compile a method that is too long. */
public final class WideCodec extends HandCodec<Wide> {

    public WideCodec(Limits limits) {
        super(limits);
    }

    @Override
    int write(byte[] b, int from, Wide value) {
        int p = writeFirst(b, from, value);
        p = writeSecond(b, p, value);
        p = writeThird(b, p, value);
        return writeFourth(b, p, value);
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

    private int writeFirst(byte[] b, int from, Wide value) {
        int p = from;
        p = Put.number(b, p, value.getId());
        p = Put.string(b, p, value.getKind(), maxString());
        p = Put.millis(b, p, value.getSeen());
        b[p++] = (byte) (value.getInt01() == null ? 0 : 2);
        if (value.getInt01() != null) {
            p = Put.integer(b, p, value.getInt01());
        }
        b[p++] = (byte) (value.getText01() == null ? 0 : 2);
        if (value.getText01() != null) {
            p = Put.string(b, p, value.getText01(), maxString());
        }
        b[p++] = (byte) (value.getNumber01() == null ? 0 : 2);
        if (value.getNumber01() != null) {
            p = Put.number(b, p, value.getNumber01());
        }
        b[p++] = (byte) (value.getRatio01() == null ? 0 : 2);
        if (value.getRatio01() != null) {
            p = Put.real(b, p, value.getRatio01());
        }
        b[p++] = (byte) (value.getFlag01() == null ? 0 : 2);
        if (value.getFlag01() != null) {
            p = Put.bool(b, p, value.getFlag01());
        }
        b[p++] = (byte) (value.getAt01() == null ? 0 : 2);
        if (value.getAt01() != null) {
            p = Put.millis(b, p, value.getAt01());
        }
        b[p++] = (byte) (value.getAmount01() == null ? 0 : 2);
        if (value.getAmount01() != null) {
            p = Put.hundredths(b, p, value.getAmount01(), 14);
        }
        b[p++] = (byte) (value.getInt02() == null ? 0 : 2);
        if (value.getInt02() != null) {
            p = Put.integer(b, p, value.getInt02());
        }
        b[p++] = (byte) (value.getText02() == null ? 0 : 2);
        if (value.getText02() != null) {
            p = Put.string(b, p, value.getText02(), maxString());
        }
        b[p++] = (byte) (value.getNumber02() == null ? 0 : 2);
        if (value.getNumber02() != null) {
            p = Put.number(b, p, value.getNumber02());
        }
        b[p++] = (byte) (value.getRatio02() == null ? 0 : 2);
        if (value.getRatio02() != null) {
            p = Put.real(b, p, value.getRatio02());
        }
        b[p++] = (byte) (value.getFlag02() == null ? 0 : 2);
        if (value.getFlag02() != null) {
            p = Put.bool(b, p, value.getFlag02());
        }
        return p;
    }

    private int writeSecond(byte[] b, int from, Wide value) {
        int p = from;
        b[p++] = (byte) (value.getAt02() == null ? 0 : 2);
        if (value.getAt02() != null) {
            p = Put.millis(b, p, value.getAt02());
        }
        b[p++] = (byte) (value.getAmount02() == null ? 0 : 2);
        if (value.getAmount02() != null) {
            p = Put.hundredths(b, p, value.getAmount02(), 14);
        }
        b[p++] = (byte) (value.getInt03() == null ? 0 : 2);
        if (value.getInt03() != null) {
            p = Put.integer(b, p, value.getInt03());
        }
        b[p++] = (byte) (value.getText03() == null ? 0 : 2);
        if (value.getText03() != null) {
            p = Put.string(b, p, value.getText03(), maxString());
        }
        b[p++] = (byte) (value.getNumber03() == null ? 0 : 2);
        if (value.getNumber03() != null) {
            p = Put.number(b, p, value.getNumber03());
        }
        b[p++] = (byte) (value.getRatio03() == null ? 0 : 2);
        if (value.getRatio03() != null) {
            p = Put.real(b, p, value.getRatio03());
        }
        b[p++] = (byte) (value.getFlag03() == null ? 0 : 2);
        if (value.getFlag03() != null) {
            p = Put.bool(b, p, value.getFlag03());
        }
        b[p++] = (byte) (value.getAt03() == null ? 0 : 2);
        if (value.getAt03() != null) {
            p = Put.millis(b, p, value.getAt03());
        }
        b[p++] = (byte) (value.getInt04() == null ? 0 : 2);
        if (value.getInt04() != null) {
            p = Put.integer(b, p, value.getInt04());
        }
        b[p++] = (byte) (value.getText04() == null ? 0 : 2);
        if (value.getText04() != null) {
            p = Put.string(b, p, value.getText04(), maxString());
        }
        b[p++] = (byte) (value.getNumber04() == null ? 0 : 2);
        if (value.getNumber04() != null) {
            p = Put.number(b, p, value.getNumber04());
        }
        b[p++] = (byte) (value.getRatio04() == null ? 0 : 2);
        if (value.getRatio04() != null) {
            p = Put.real(b, p, value.getRatio04());
        }
        b[p++] = (byte) (value.getFlag04() == null ? 0 : 2);
        if (value.getFlag04() != null) {
            p = Put.bool(b, p, value.getFlag04());
        }
        b[p++] = (byte) (value.getInt05() == null ? 0 : 2);
        if (value.getInt05() != null) {
            p = Put.integer(b, p, value.getInt05());
        }
        b[p++] = (byte) (value.getText05() == null ? 0 : 2);
        if (value.getText05() != null) {
            p = Put.string(b, p, value.getText05(), maxString());
        }
        return p;
    }

    private int writeThird(byte[] b, int from, Wide value) {
        int p = from;
        b[p++] = (byte) (value.getNumber05() == null ? 0 : 2);
        if (value.getNumber05() != null) {
            p = Put.number(b, p, value.getNumber05());
        }
        b[p++] = (byte) (value.getRatio05() == null ? 0 : 2);
        if (value.getRatio05() != null) {
            p = Put.real(b, p, value.getRatio05());
        }
        b[p++] = (byte) (value.getFlag05() == null ? 0 : 2);
        if (value.getFlag05() != null) {
            p = Put.bool(b, p, value.getFlag05());
        }
        b[p++] = (byte) (value.getInt06() == null ? 0 : 2);
        if (value.getInt06() != null) {
            p = Put.integer(b, p, value.getInt06());
        }
        b[p++] = (byte) (value.getText06() == null ? 0 : 2);
        if (value.getText06() != null) {
            p = Put.string(b, p, value.getText06(), maxString());
        }
        b[p++] = (byte) (value.getNumber06() == null ? 0 : 2);
        if (value.getNumber06() != null) {
            p = Put.number(b, p, value.getNumber06());
        }
        b[p++] = (byte) (value.getRatio06() == null ? 0 : 2);
        if (value.getRatio06() != null) {
            p = Put.real(b, p, value.getRatio06());
        }
        b[p++] = (byte) (value.getFlag06() == null ? 0 : 2);
        if (value.getFlag06() != null) {
            p = Put.bool(b, p, value.getFlag06());
        }
        b[p++] = (byte) (value.getInt07() == null ? 0 : 2);
        if (value.getInt07() != null) {
            p = Put.integer(b, p, value.getInt07());
        }
        b[p++] = (byte) (value.getText07() == null ? 0 : 2);
        if (value.getText07() != null) {
            p = Put.string(b, p, value.getText07(), maxString());
        }
        b[p++] = (byte) (value.getNumber07() == null ? 0 : 2);
        if (value.getNumber07() != null) {
            p = Put.number(b, p, value.getNumber07());
        }
        b[p++] = (byte) (value.getRatio07() == null ? 0 : 2);
        if (value.getRatio07() != null) {
            p = Put.real(b, p, value.getRatio07());
        }
        b[p++] = (byte) (value.getFlag07() == null ? 0 : 2);
        if (value.getFlag07() != null) {
            p = Put.bool(b, p, value.getFlag07());
        }
        b[p++] = (byte) (value.getInt08() == null ? 0 : 2);
        if (value.getInt08() != null) {
            p = Put.integer(b, p, value.getInt08());
        }
        b[p++] = (byte) (value.getText08() == null ? 0 : 2);
        if (value.getText08() != null) {
            p = Put.string(b, p, value.getText08(), maxString());
        }
        return p;
    }

    private int writeFourth(byte[] b, int from, Wide value) {
        int p = from;
        b[p++] = (byte) (value.getNumber08() == null ? 0 : 2);
        if (value.getNumber08() != null) {
            p = Put.number(b, p, value.getNumber08());
        }
        b[p++] = (byte) (value.getInt09() == null ? 0 : 2);
        if (value.getInt09() != null) {
            p = Put.integer(b, p, value.getInt09());
        }
        b[p++] = (byte) (value.getText09() == null ? 0 : 2);
        if (value.getText09() != null) {
            p = Put.string(b, p, value.getText09(), maxString());
        }
        b[p++] = (byte) (value.getNumber09() == null ? 0 : 2);
        if (value.getNumber09() != null) {
            p = Put.number(b, p, value.getNumber09());
        }
        b[p++] = (byte) (value.getInt10() == null ? 0 : 2);
        if (value.getInt10() != null) {
            p = Put.integer(b, p, value.getInt10());
        }
        b[p++] = (byte) (value.getText10() == null ? 0 : 2);
        if (value.getText10() != null) {
            p = Put.string(b, p, value.getText10(), maxString());
        }
        b[p++] = (byte) (value.getNumber10() == null ? 0 : 2);
        if (value.getNumber10() != null) {
            p = Put.number(b, p, value.getNumber10());
        }
        b[p++] = (byte) (value.getInt11() == null ? 0 : 2);
        if (value.getInt11() != null) {
            p = Put.integer(b, p, value.getInt11());
        }
        b[p++] = (byte) (value.getText11() == null ? 0 : 2);
        if (value.getText11() != null) {
            p = Put.string(b, p, value.getText11(), maxString());
        }
        b[p++] = (byte) (value.getInt12() == null ? 0 : 2);
        if (value.getInt12() != null) {
            p = Put.integer(b, p, value.getInt12());
        }
        b[p++] = (byte) (value.getText12() == null ? 0 : 2);
        if (value.getText12() != null) {
            p = Put.string(b, p, value.getText12(), maxString());
        }
        b[p++] = (byte) (value.getInt13() == null ? 0 : 2);
        if (value.getInt13() != null) {
            p = Put.integer(b, p, value.getInt13());
        }
        b[p++] = (byte) (value.getText13() == null ? 0 : 2);
        if (value.getText13() != null) {
            p = Put.string(b, p, value.getText13(), maxString());
        }
        b[p++] = (byte) (value.getInt14() == null ? 0 : 2);
        if (value.getInt14() != null) {
            p = Put.integer(b, p, value.getInt14());
        }
        b[p++] = (byte) (value.getText14() == null ? 0 : 2);
        if (value.getText14() != null) {
            p = Put.string(b, p, value.getText14(), maxString());
        }
        return p;
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
        value.setAmount01(in.present() ? in.hundredths(In.TEN_TO_14) : null);
        value.setInt02(in.present() ? in.integer() : null);
        value.setText02(in.present() ? in.string() : null);
        value.setNumber02(in.present() ? in.number() : null);
        value.setRatio02(in.present() ? in.real() : null);
        value.setFlag02(in.present() ? in.bool() : null);
    }

    private static void readSecond(In in, Wide value) {
        value.setAt02(in.present() ? in.millis() : null);
        value.setAmount02(in.present() ? in.hundredths(In.TEN_TO_14) : null);
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
