package dev.brine.bench.peer;

import dev.brine.bench.avro.Wide;
import java.math.BigDecimal;
import java.time.Instant;

/** {@code Wide} between the class that everybody else encodes and protobuf's message. */
final class WideProto {

    private WideProto() {}

    static dev.brine.bench.proto.Wide to(Wide value) {
        dev.brine.bench.proto.Wide.Builder to = dev.brine.bench.proto.Wide.newBuilder();
        to.setId(value.getId());
        to.setKind(value.getKind());
        to.setSeen(value.getSeen().toEpochMilli());
        Integer int01 = value.getInt01();
        if (int01 != null) {
            to.setInt01(int01);
        }
        String text01 = value.getText01();
        if (text01 != null) {
            to.setText01(text01);
        }
        Long number01 = value.getNumber01();
        if (number01 != null) {
            to.setNumber01(number01);
        }
        Double ratio01 = value.getRatio01();
        if (ratio01 != null) {
            to.setRatio01(ratio01);
        }
        Boolean flag01 = value.getFlag01();
        if (flag01 != null) {
            to.setFlag01(flag01);
        }
        Instant at01 = value.getAt01();
        if (at01 != null) {
            to.setAt01(at01.toEpochMilli());
        }
        BigDecimal amount01 = value.getAmount01();
        if (amount01 != null) {
            to.setAmount01(Units.hundredths(amount01));
        }
        Integer int02 = value.getInt02();
        if (int02 != null) {
            to.setInt02(int02);
        }
        String text02 = value.getText02();
        if (text02 != null) {
            to.setText02(text02);
        }
        Long number02 = value.getNumber02();
        if (number02 != null) {
            to.setNumber02(number02);
        }
        Double ratio02 = value.getRatio02();
        if (ratio02 != null) {
            to.setRatio02(ratio02);
        }
        Boolean flag02 = value.getFlag02();
        if (flag02 != null) {
            to.setFlag02(flag02);
        }
        Instant at02 = value.getAt02();
        if (at02 != null) {
            to.setAt02(at02.toEpochMilli());
        }
        BigDecimal amount02 = value.getAmount02();
        if (amount02 != null) {
            to.setAmount02(Units.hundredths(amount02));
        }
        Integer int03 = value.getInt03();
        if (int03 != null) {
            to.setInt03(int03);
        }
        String text03 = value.getText03();
        if (text03 != null) {
            to.setText03(text03);
        }
        Long number03 = value.getNumber03();
        if (number03 != null) {
            to.setNumber03(number03);
        }
        Double ratio03 = value.getRatio03();
        if (ratio03 != null) {
            to.setRatio03(ratio03);
        }
        Boolean flag03 = value.getFlag03();
        if (flag03 != null) {
            to.setFlag03(flag03);
        }
        Instant at03 = value.getAt03();
        if (at03 != null) {
            to.setAt03(at03.toEpochMilli());
        }
        Integer int04 = value.getInt04();
        if (int04 != null) {
            to.setInt04(int04);
        }
        String text04 = value.getText04();
        if (text04 != null) {
            to.setText04(text04);
        }
        Long number04 = value.getNumber04();
        if (number04 != null) {
            to.setNumber04(number04);
        }
        Double ratio04 = value.getRatio04();
        if (ratio04 != null) {
            to.setRatio04(ratio04);
        }
        Boolean flag04 = value.getFlag04();
        if (flag04 != null) {
            to.setFlag04(flag04);
        }
        Integer int05 = value.getInt05();
        if (int05 != null) {
            to.setInt05(int05);
        }
        String text05 = value.getText05();
        if (text05 != null) {
            to.setText05(text05);
        }
        Long number05 = value.getNumber05();
        if (number05 != null) {
            to.setNumber05(number05);
        }
        Double ratio05 = value.getRatio05();
        if (ratio05 != null) {
            to.setRatio05(ratio05);
        }
        Boolean flag05 = value.getFlag05();
        if (flag05 != null) {
            to.setFlag05(flag05);
        }
        Integer int06 = value.getInt06();
        if (int06 != null) {
            to.setInt06(int06);
        }
        String text06 = value.getText06();
        if (text06 != null) {
            to.setText06(text06);
        }
        Long number06 = value.getNumber06();
        if (number06 != null) {
            to.setNumber06(number06);
        }
        Double ratio06 = value.getRatio06();
        if (ratio06 != null) {
            to.setRatio06(ratio06);
        }
        Boolean flag06 = value.getFlag06();
        if (flag06 != null) {
            to.setFlag06(flag06);
        }
        Integer int07 = value.getInt07();
        if (int07 != null) {
            to.setInt07(int07);
        }
        String text07 = value.getText07();
        if (text07 != null) {
            to.setText07(text07);
        }
        Long number07 = value.getNumber07();
        if (number07 != null) {
            to.setNumber07(number07);
        }
        Double ratio07 = value.getRatio07();
        if (ratio07 != null) {
            to.setRatio07(ratio07);
        }
        Boolean flag07 = value.getFlag07();
        if (flag07 != null) {
            to.setFlag07(flag07);
        }
        Integer int08 = value.getInt08();
        if (int08 != null) {
            to.setInt08(int08);
        }
        String text08 = value.getText08();
        if (text08 != null) {
            to.setText08(text08);
        }
        Long number08 = value.getNumber08();
        if (number08 != null) {
            to.setNumber08(number08);
        }
        Integer int09 = value.getInt09();
        if (int09 != null) {
            to.setInt09(int09);
        }
        String text09 = value.getText09();
        if (text09 != null) {
            to.setText09(text09);
        }
        Long number09 = value.getNumber09();
        if (number09 != null) {
            to.setNumber09(number09);
        }
        Integer int10 = value.getInt10();
        if (int10 != null) {
            to.setInt10(int10);
        }
        String text10 = value.getText10();
        if (text10 != null) {
            to.setText10(text10);
        }
        Long number10 = value.getNumber10();
        if (number10 != null) {
            to.setNumber10(number10);
        }
        Integer int11 = value.getInt11();
        if (int11 != null) {
            to.setInt11(int11);
        }
        String text11 = value.getText11();
        if (text11 != null) {
            to.setText11(text11);
        }
        Integer int12 = value.getInt12();
        if (int12 != null) {
            to.setInt12(int12);
        }
        String text12 = value.getText12();
        if (text12 != null) {
            to.setText12(text12);
        }
        Integer int13 = value.getInt13();
        if (int13 != null) {
            to.setInt13(int13);
        }
        String text13 = value.getText13();
        if (text13 != null) {
            to.setText13(text13);
        }
        Integer int14 = value.getInt14();
        if (int14 != null) {
            to.setInt14(int14);
        }
        String text14 = value.getText14();
        if (text14 != null) {
            to.setText14(text14);
        }
        return to.build();
    }

    static Wide from(dev.brine.bench.proto.Wide from) {
        Wide value = new Wide();
        value.setId(from.getId());
        value.setKind(from.getKind());
        value.setSeen(Instant.ofEpochMilli(from.getSeen()));
        if (from.hasInt01()) {
            value.setInt01(from.getInt01());
        }
        if (from.hasText01()) {
            value.setText01(from.getText01());
        }
        if (from.hasNumber01()) {
            value.setNumber01(from.getNumber01());
        }
        if (from.hasRatio01()) {
            value.setRatio01(from.getRatio01());
        }
        if (from.hasFlag01()) {
            value.setFlag01(from.getFlag01());
        }
        if (from.hasAt01()) {
            value.setAt01(Instant.ofEpochMilli(from.getAt01()));
        }
        if (from.hasAmount01()) {
            value.setAmount01(BigDecimal.valueOf(from.getAmount01(), 2));
        }
        if (from.hasInt02()) {
            value.setInt02(from.getInt02());
        }
        if (from.hasText02()) {
            value.setText02(from.getText02());
        }
        if (from.hasNumber02()) {
            value.setNumber02(from.getNumber02());
        }
        if (from.hasRatio02()) {
            value.setRatio02(from.getRatio02());
        }
        if (from.hasFlag02()) {
            value.setFlag02(from.getFlag02());
        }
        if (from.hasAt02()) {
            value.setAt02(Instant.ofEpochMilli(from.getAt02()));
        }
        if (from.hasAmount02()) {
            value.setAmount02(BigDecimal.valueOf(from.getAmount02(), 2));
        }
        if (from.hasInt03()) {
            value.setInt03(from.getInt03());
        }
        if (from.hasText03()) {
            value.setText03(from.getText03());
        }
        if (from.hasNumber03()) {
            value.setNumber03(from.getNumber03());
        }
        if (from.hasRatio03()) {
            value.setRatio03(from.getRatio03());
        }
        if (from.hasFlag03()) {
            value.setFlag03(from.getFlag03());
        }
        if (from.hasAt03()) {
            value.setAt03(Instant.ofEpochMilli(from.getAt03()));
        }
        if (from.hasInt04()) {
            value.setInt04(from.getInt04());
        }
        if (from.hasText04()) {
            value.setText04(from.getText04());
        }
        if (from.hasNumber04()) {
            value.setNumber04(from.getNumber04());
        }
        if (from.hasRatio04()) {
            value.setRatio04(from.getRatio04());
        }
        if (from.hasFlag04()) {
            value.setFlag04(from.getFlag04());
        }
        if (from.hasInt05()) {
            value.setInt05(from.getInt05());
        }
        if (from.hasText05()) {
            value.setText05(from.getText05());
        }
        if (from.hasNumber05()) {
            value.setNumber05(from.getNumber05());
        }
        if (from.hasRatio05()) {
            value.setRatio05(from.getRatio05());
        }
        if (from.hasFlag05()) {
            value.setFlag05(from.getFlag05());
        }
        if (from.hasInt06()) {
            value.setInt06(from.getInt06());
        }
        if (from.hasText06()) {
            value.setText06(from.getText06());
        }
        if (from.hasNumber06()) {
            value.setNumber06(from.getNumber06());
        }
        if (from.hasRatio06()) {
            value.setRatio06(from.getRatio06());
        }
        if (from.hasFlag06()) {
            value.setFlag06(from.getFlag06());
        }
        if (from.hasInt07()) {
            value.setInt07(from.getInt07());
        }
        if (from.hasText07()) {
            value.setText07(from.getText07());
        }
        if (from.hasNumber07()) {
            value.setNumber07(from.getNumber07());
        }
        if (from.hasRatio07()) {
            value.setRatio07(from.getRatio07());
        }
        if (from.hasFlag07()) {
            value.setFlag07(from.getFlag07());
        }
        if (from.hasInt08()) {
            value.setInt08(from.getInt08());
        }
        if (from.hasText08()) {
            value.setText08(from.getText08());
        }
        if (from.hasNumber08()) {
            value.setNumber08(from.getNumber08());
        }
        if (from.hasInt09()) {
            value.setInt09(from.getInt09());
        }
        if (from.hasText09()) {
            value.setText09(from.getText09());
        }
        if (from.hasNumber09()) {
            value.setNumber09(from.getNumber09());
        }
        if (from.hasInt10()) {
            value.setInt10(from.getInt10());
        }
        if (from.hasText10()) {
            value.setText10(from.getText10());
        }
        if (from.hasNumber10()) {
            value.setNumber10(from.getNumber10());
        }
        if (from.hasInt11()) {
            value.setInt11(from.getInt11());
        }
        if (from.hasText11()) {
            value.setText11(from.getText11());
        }
        if (from.hasInt12()) {
            value.setInt12(from.getInt12());
        }
        if (from.hasText12()) {
            value.setText12(from.getText12());
        }
        if (from.hasInt13()) {
            value.setInt13(from.getInt13());
        }
        if (from.hasText13()) {
            value.setText13(from.getText13());
        }
        if (from.hasInt14()) {
            value.setInt14(from.getInt14());
        }
        if (from.hasText14()) {
            value.setText14(from.getText14());
        }
        return value;
    }
}
