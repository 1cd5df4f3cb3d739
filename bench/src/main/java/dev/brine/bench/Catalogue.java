package dev.brine.bench;

import dev.brine.bench.brine.CodecArm;
import dev.brine.bench.brine.PlainPickleArm;
import dev.brine.bench.brine.SerdeArm;
import dev.brine.bench.hand.HandArm;
import dev.brine.bench.peer.ApicurioArm;
import dev.brine.bench.peer.AvroArm;
import dev.brine.bench.peer.ForyArm;
import dev.brine.bench.peer.JacksonArm;
import dev.brine.bench.peer.KryoArm;
import dev.brine.bench.peer.ProtobufArm;
import dev.brine.bench.peer.RazorvineArm;
import java.util.ArrayList;
import java.util.List;

/** All arms, in the order of the table. */
final class Catalogue {

    private Catalogue() {}

    static List<ArmSpec> arms() {
        List<ArmSpec> arms = new ArrayList<>();
        arms.add(HandArm.spec());
        arms.addAll(CodecArm.specs());
        arms.add(PlainPickleArm.spec());
        arms.addAll(SerdeArm.specs());
        arms.addAll(AvroArm.specs());
        arms.add(ApicurioArm.spec());
        arms.add(JacksonArm.spec());
        arms.add(ProtobufArm.spec());
        arms.add(ForyArm.spec());
        arms.add(KryoArm.spec());
        arms.add(RazorvineArm.spec());
        return List.copyOf(arms);
    }

    static List<ArmSpec> arms(Shape shape) {
        return arms().stream().filter(arm -> arm.shapes().contains(shape)).toList();
    }

    static ArmSpec arm(String name) {
        return arms().stream()
                .filter(arm -> arm.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no arm is called " + name + "; there are "
                        + arms().stream().map(ArmSpec::name).toList()));
    }
}
