/**
 * Codecs as a patient person would write them for one schema: straight-line code over an array and a position. They are
 * what every other way is measured against, so they keep every promise that Brine's decoders keep: lengths and counts
 * are checked before anything is allocated, text must be UTF-8, enums and unions within their bounds, nothing may
 * follow the value. The schemas are not recursive, so depth needs no counter here.
 */
package dev.brine.bench.hand;
