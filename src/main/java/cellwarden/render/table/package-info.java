/// Rows of history as text: for people, for spreadsheets, for programs and for databases.
@NullMarked
package cellwarden.render.table;

import org.jspecify.annotations.NullMarked;
