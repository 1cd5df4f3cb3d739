package dev.brine.gateway.files;

import dev.brine.gateway.flow.TopicFormat;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.serdes.Decoder;
import org.apache.avro.Schema;

/**
 * Values as the newest version of a topic's subject sees them.
 *
 * @param codec of single values: {@code json}, {@code pickle}, {@code avro}
 */
record TopicValues(TopicFormats formats, String topic, String codec) implements Values {

    @Override
    public Object decode(byte[] bytes) {
        return format().decode(codec, bytes);
    }

    @Override
    public Decoder<Object> lists(Schema writer) {
        return format().listDecoder("avro", writer);
    }

    private TopicFormat format() {
        return formats.of(topic);
    }
}
