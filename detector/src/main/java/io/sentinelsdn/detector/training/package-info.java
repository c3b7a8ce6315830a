/** Training and honest evaluation of models, and the generator of synthetic flows for the default one. */
package io.sentinelsdn.detector.training;
