package cellwarden.journal;

import java.util.OptionalLong;

/// A whole line of the journal.
///
/// @param seq of a sample; empty for a fault or an event
/// @param json UTF-8 of the line without its line feed
/// @param file name of the file, without `.gz`
/// @param offset where the line begins in it; in a compressed file, in what `zcat` gives
@SuppressWarnings("ArrayRecordComponent")
public record JournalLine(OptionalLong seq, byte[] json, String file, long offset) {}
