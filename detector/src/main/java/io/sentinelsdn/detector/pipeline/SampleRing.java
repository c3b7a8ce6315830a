package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.domain.flow.FlowSample;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** A bounded hand-over of samples from one producing thread to one consuming thread. Allocates nothing per sample. */
final class SampleRing {
    /** Bytes a sample takes: header and alignment included. */
    static final int BYTES_PER_SAMPLE = 128;

    private final OneToOneRingBuffer ring;
    private final FlowSample sample = new FlowSample();
    private final MessageHandler handler = this::decode;
    private Consumer<FlowSample> consumer;

    SampleRing(int samples) {
        ByteBuffer memory = ByteBuffer.allocateDirect(samples * BYTES_PER_SAMPLE + RingBufferDescriptor.TRAILER_LENGTH);
        ring = new OneToOneRingBuffer(new UnsafeBuffer(memory));
    }

    /** Copies the sample in; false when there is no room. Producing thread only. */
    boolean offer(FlowSample from) {
        int at = ring.tryClaim(SampleCodec.type(from.kind), SampleCodec.LENGTH);
        if (at < 0) {
            return false;
        }
        SampleCodec.write(from, ring.buffer(), at);
        ring.commit(at);
        return true;
    }

    /** Gives at most so many samples to the consumer, which must copy what it keeps. Consuming thread only. */
    int drain(Consumer<FlowSample> to, int limit) {
        consumer = to;
        return ring.read(handler, limit);
    }

    private void decode(int type, DirectBuffer buffer, int at, int length) {
        SampleCodec.read(type, buffer, at, sample);
        consumer.accept(sample);
    }
}
