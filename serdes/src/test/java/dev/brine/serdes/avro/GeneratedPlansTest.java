package dev.brine.serdes.avro;

import org.junit.jupiter.api.Nested;

/** All that is said of the codec, said of plans that are classes from the first value on. */
final class GeneratedPlansTest {

    @Nested
    final class Contract extends AvroCodecTest {
        @Override
        PlanForm form() {
            return PlanForm.GENERATED;
        }
    }

    @Nested
    final class ObjectModels extends ObjectModelsTest {
        @Override
        PlanForm form() {
            return PlanForm.GENERATED;
        }
    }

    @Nested
    final class Evolution extends EvolutionTest {
        @Override
        PlanForm form() {
            return PlanForm.GENERATED;
        }
    }

    @Nested
    final class LogicalTypes extends LogicalTypesTest {
        @Override
        PlanForm form() {
            return PlanForm.GENERATED;
        }
    }

    @Nested
    final class HostileInput extends HostileInputTest {
        @Override
        PlanForm form() {
            return PlanForm.GENERATED;
        }
    }

    @Nested
    final class OldBytes extends FixturesTest {
        @Override
        PlanForm form() {
            return PlanForm.GENERATED;
        }
    }
}
