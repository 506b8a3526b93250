/// What the user wants: one YAML file, read to typed records. Every mistake in the file is said at
/// once, with its line, its path and the nearest known key. One table ([Keys]) says which keys
/// there are; the reader, the JSON Schema and the commented example all follow it. A secret never
/// shows itself, neither in a log nor in a message.
@NullMarked
package cellwarden.config;

import org.jspecify.annotations.NullMarked;
