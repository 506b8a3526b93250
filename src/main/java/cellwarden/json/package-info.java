/// One codec for JSON objects, both ways: what is written has no line break and no stray decimals,
/// what is read is a whole object or none. Imports nothing of ours.
@NullMarked
package cellwarden.json;

import org.jspecify.annotations.NullMarked;
