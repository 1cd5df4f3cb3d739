package dev.brine.serdes.pickle;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain Java values as pickles, without a schema: what {@link PickleReader} reads, and the other integer and
 * float types. Pure pickles name nothing at all: dates, decimals and UUIDs are texts, as in our plain JSON. Typed ones
 * name {@code datetime.*}, {@code decimal.Decimal} and {@code uuid.UUID}.
 *
 * <p>Equal texts are written once. Every collection becomes a list, every map a dict, whose keys must be texts. Safe
 * for use by many threads.
 */
public final class PickleWriter {

    /** The protocol that CPython wrote by default from 3.8 to 3.13. */
    public static final int DEFAULT_PROTOCOL = 4;

    // As many items as CPython puts behind one mark.
    static final int BATCH = 1_000;

    private static final byte[] NO_PREFIX = new byte[0];

    private final int protocol;
    private final boolean typed;
    private final Limits limits;

    /**
     * @param protocol 2 to 5; protocol 2 cannot write bytes
     * @param typed whether Python's own types are named
     */
    public PickleWriter(int protocol, boolean typed, Limits limits) {
        this.protocol = checked(protocol);
        this.typed = typed;
        this.limits = limits;
    }

    static int checked(int protocol) {
        if (protocol < 2 || protocol > 5) {
            throw new IllegalArgumentException("pickle protocols 2 to 5 can be written: " + protocol);
        }
        return protocol;
    }

    /** @throws EncodeException naming the path to what cannot be written */
    public byte[] write(@Nullable Object value) {
        return write(NO_PREFIX, value);
    }

    /**
     * @return a new array of exactly the prefix and the pickle
     * @throws EncodeException naming the path to what cannot be written
     */
    public byte[] write(byte[] prefix, @Nullable Object value) {
        PickleOutput out = PickleOutput.acquire(protocol, limits, PythonTypes.KEYS);
        try {
            new Run(out).value(value, 0);
            return out.finish(prefix);
        } catch (Misfit e) {
            throw e.encoding();
        } finally {
            out.release();
        }
    }

    private final class Run {

        private final PickleOutput out;
        private final SharedTexts texts;

        Run(PickleOutput out) {
            this.out = out;
            this.texts = out.shared();
        }

        void value(@Nullable Object value, int depth) {
            out.boundary();
            // Classes before interfaces: asking for an interface takes the JVM a search.
            if (value instanceof String text) {
                texts.text(text);
            } else if (value == null) {
                out.op(Op.NONE);
            } else if (value instanceof Number number) {
                number(number);
            } else if (value instanceof Boolean flag) {
                out.bool(flag);
            } else {
                other(value, depth);
            }
        }

        private void other(Object value, int depth) {
            if (value instanceof Map<?, ?> map) {
                dict(map, deeper(depth));
            } else if (value instanceof Collection<?> items) {
                list(items, deeper(depth));
            } else if (value instanceof PickleRecord object) {
                dict(object.fields(), deeper(depth));
            } else if (value instanceof CharSequence text) {
                texts.text(text.toString());
            } else if (value instanceof byte[] bytes) {
                bytes(bytes);
            } else if (value instanceof ByteBuffer buffer) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(buffer.position(), bytes);
                bytes(bytes);
            } else if (typed) {
                typed(value);
            } else {
                texts.text(plain(value));
            }
        }

        private int deeper(int depth) {
            if (depth >= limits.maxDepth()) {
                throw new Misfit("limit.max.depth", "lists and dicts more than " + limits.maxDepth() + " deep");
            }
            return depth + 1;
        }

        private void number(Number number) {
            if (number instanceof Long
                    || number instanceof Integer
                    || number instanceof Short
                    || number instanceof Byte) {
                out.integer(number.longValue());
            } else if (number instanceof Double || number instanceof Float) {
                out.real(number.doubleValue());
            } else if (number instanceof BigInteger integer) {
                out.integer(integer);
            } else if (number instanceof BigDecimal decimal) {
                if (typed) {
                    PythonTypes.decimal(out, decimal);
                } else {
                    texts.text(decimal.toString());
                }
            } else {
                throw unknown(number);
            }
        }

        private void bytes(byte[] bytes) {
            if (protocol < 3) {
                throw new Misfit(
                        "type", "protocol 2 cannot hold bytes without naming a function; use protocol 3 or newer");
            }
            out.bytes(bytes, 0, bytes.length);
        }

        private void dict(Map<?, ?> map, int depth) {
            out.op(Op.EMPTY_DICT);
            Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
            for (int left = map.size(); left > 0 && entries.hasNext(); left -= BATCH) {
                boolean single = left == 1;
                if (!single) {
                    out.op(Op.MARK);
                }
                for (int i = 0; i < BATCH && entries.hasNext(); i++) {
                    Map.Entry<?, ?> entry = entries.next();
                    String key = key(entry.getKey());
                    texts.key(key);
                    try {
                        value(entry.getValue(), depth);
                    } catch (Misfit e) {
                        throw e.under(PickleCalls.printable(key));
                    }
                }
                out.op(single ? Op.SETITEM : Op.SETITEMS);
            }
        }

        private String key(@Nullable Object key) {
            if (key instanceof String text) {
                return text;
            }
            if (key instanceof CharSequence text) {
                return text.toString();
            }
            throw new Misfit("type", "a map whose keys are not all texts");
        }

        private void list(Collection<?> items, int depth) {
            out.op(Op.EMPTY_LIST);
            Iterator<?> each = items.iterator();
            int index = 0;
            for (int left = items.size(); left > 0 && each.hasNext(); left -= BATCH) {
                boolean single = left == 1;
                if (!single) {
                    out.op(Op.MARK);
                }
                for (int i = 0; i < BATCH && each.hasNext(); i++, index++) {
                    try {
                        value(each.next(), depth);
                    } catch (Misfit e) {
                        throw e.at(index);
                    }
                }
                out.op(single ? Op.APPEND : Op.APPENDS);
            }
        }

        private void typed(Object value) {
            if (value instanceof UUID uuid) {
                PythonTypes.uuid(out, uuid);
            } else if (value instanceof LocalDate date) {
                PythonTypes.date(out, date);
            } else if (value instanceof LocalTime time) {
                PythonTypes.time(out, time);
            } else if (value instanceof OffsetTime time) {
                PythonTypes.time(out, time);
            } else if (value instanceof LocalDateTime local) {
                PythonTypes.dateTime(out, local);
            } else if (value instanceof OffsetDateTime aware) {
                PythonTypes.dateTime(out, aware);
            } else if (value instanceof Duration duration) {
                PythonTypes.duration(out, duration);
            } else if (value instanceof NonFiniteDecimal decimal) {
                PythonTypes.decimal(out, decimal.toString());
            } else {
                texts.text(plain(value));
            }
        }
    }

    /** A value as the text that stands for it where there are no types, as plain JSON has it. */
    static String plain(Object value) {
        if (value instanceof LocalDate date) {
            return Iso.date(date);
        }
        if (value instanceof LocalTime time) {
            return Iso.time(time, Iso.PYTHON);
        }
        if (value instanceof OffsetTime time) {
            return Iso.time(time);
        }
        if (value instanceof LocalDateTime local) {
            return Iso.dateTime(local, Iso.PYTHON);
        }
        if (value instanceof OffsetDateTime aware) {
            return Iso.dateTime(aware);
        }
        if (value instanceof Duration duration) {
            return Iso.duration(duration);
        }
        if (value instanceof UUID || value instanceof NonFiniteDecimal || value instanceof BigDecimal) {
            return value.toString();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        throw unknown(value);
    }

    private static Misfit unknown(Object value) {
        return new Misfit(
                "type",
                value.getClass().getName() + " has no plain form in Python; make it a map, a list, a number or a text");
    }
}
