/** What the detector says: detections, their evidence and their explanation. */
package io.sentinelsdn.domain.detect;
