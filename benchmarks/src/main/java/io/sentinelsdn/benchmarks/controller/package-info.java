/** Benchmarks of the controller. */
package io.sentinelsdn.benchmarks.controller;
