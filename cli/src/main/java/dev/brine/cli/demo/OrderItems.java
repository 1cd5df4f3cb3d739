package dev.brine.cli.demo;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The orders of one of several editions: every n-th record of the run is its. Used by one thread. */
final class OrderItems implements Supplier<@Nullable Item> {

    private final SaleGenerator sales;
    private final Function<Sale, Object> shape;
    private final boolean shipping;
    private final boolean json;
    private final PoisonPlan poison;
    private final int editions;
    private final long records;
    private long next;

    /**
     * @param index of the edition, from 0
     * @param editions how many there are
     * @param records of all editions together, 0 for no end
     * @param shape turns a sale into the object that this edition writes
     * @param shipping whether the edition's version knows shipping costs
     * @param json whether it writes JSON, which has no lengths that could lie
     */
    OrderItems(
            int index,
            int editions,
            long records,
            long seed,
            Function<Sale, Object> shape,
            boolean shipping,
            boolean json) {
        this.sales = new SaleGenerator(seed * 31 + index);
        this.shape = shape;
        this.shipping = shipping;
        this.json = json;
        this.poison = new PoisonPlan(records);
        this.editions = editions;
        this.records = records;
        this.next = index;
    }

    @Override
    public @Nullable Item get() {
        if (records > 0 && next >= records) {
            return null;
        }
        Sale sale = sales.next(shipping);
        Poison kind = poison.of(next);
        next += editions;
        if (kind == Poison.HOSTILE_LENGTH && json) {
            kind = Poison.TRUNCATED;
        }
        Sale sent = kind == Poison.HANDLER_FAILURE ? sale.withWrongTotal() : sale;
        return new Item("customer-" + sale.customer().id(), shape.apply(sent), kind, 0);
    }
}
