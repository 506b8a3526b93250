/// What a fleet publishes, in PostgreSQL: the schema, and writing to it. JDBC and the library of
/// the migrations stay here.
@NullMarked
package cellwarden.fleet.store;

import org.jspecify.annotations.NullMarked;
