package dev.brine.gateway.produce;

import dev.brine.gateway.flow.TopicFormat;

/** How the bytes of a body are records. */
interface BodyForm {

    /** Most records of one body. */
    int MOST_RECORDS = 10_000;

    /**
     * @throws dev.brine.gateway.http.Refusal 400 if the body as a whole is not of the form
     * @throws dev.brine.serdes.DecodeException if it is not of its codec
     */
    Parsed parse(TopicFormat format, RecordFields fields, byte[] body);
}
