package cellwarden.journal.history;

import java.io.IOException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// An index, or what is added up for one query, could not be read or written. The message says why,
/// for the middle of a sentence.
final class IndexException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean damage;

  private IndexException(String message, boolean damage) {
    super(message);
    this.damage = damage;
  }

  /// The words for a trouble of SQLite.
  static IndexException of(SQLException trouble) {
    SQLiteErrorCode code =
        trouble instanceof SQLiteException known
            ? known.getResultCode()
            : SQLiteErrorCode.UNKNOWN_ERROR;
    IndexException exception = of(code);
    exception.initCause(trouble);
    return exception;
  }

  private static IndexException of(SQLiteErrorCode code) {
    // Extended codes have the plain one in their lowest byte.
    int plain = code.code & 0xff;
    if (plain == SQLiteErrorCode.SQLITE_NOTADB.code
        || plain == SQLiteErrorCode.SQLITE_CORRUPT.code
        || plain == SQLiteErrorCode.SQLITE_ERROR.code) {
      return damaged();
    } else if (plain == SQLiteErrorCode.SQLITE_FULL.code) {
      return new IndexException("the disk is full", false);
    } else if (plain == SQLiteErrorCode.SQLITE_READONLY.code
        || plain == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || plain == SQLiteErrorCode.SQLITE_PERM.code) {
      return new IndexException("this user has not the right to, or it is no file", false);
    } else if (plain == SQLiteErrorCode.SQLITE_BUSY.code
        || plain == SQLiteErrorCode.SQLITE_LOCKED.code) {
      return new IndexException("another program works on it", false);
    } else if (plain == SQLiteErrorCode.SQLITE_IOERR.code) {
      return new IndexException("the disk reports an error", false);
    }
    return new IndexException("SQLite reports " + code.name(), false);
  }

  /// What is there makes no sense, or was made by another version.
  static IndexException damaged() {
    return new IndexException("it is damaged or of another version", true);
  }

  /// Whether a new index is the cure.
  boolean isDamage() {
    return damage;
  }
}
