/// Rows of history as text: for people, for spreadsheets, for programs and for databases.
@NullMarked
package cellwarden.journal.history.format;

import org.jspecify.annotations.NullMarked;
