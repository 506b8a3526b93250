/// The program's log: one place formats every line, makes it harmless and bounds how many there
/// are, whoever logs. Reached through SLF4J only.
@NullMarked
package cellwarden.log;

import org.jspecify.annotations.NullMarked;
