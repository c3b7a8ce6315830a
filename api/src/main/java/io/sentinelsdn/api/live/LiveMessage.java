package io.sentinelsdn.api.live;

/**
 * Something to tell.
 *
 * @param topic one of {@link Topics#ALL}
 * @param key what it is about; a newer message of the same key takes the place of one that is not sent yet
 * @param json the whole message: {@code {"topic":…,"timestamp":…,"data":…}}
 */
record LiveMessage(String topic, String key, String json) {}
