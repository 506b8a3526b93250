package cellwarden.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;

/// Hands what one class logs to the output, from a level on.
final class LineLogger extends LegacyAbstractLogger {

  private static final long serialVersionUID = 1L;

  private final transient LogOutput output;
  private final Level least;

  LineLogger(String name, Level least, LogOutput output) {
    this.name = name;
    this.least = least;
    this.output = output;
  }

  private boolean isWritten(Level level) {
    return level.toInt() >= least.toInt();
  }

  @Override
  public boolean isTraceEnabled() {
    return isWritten(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return isWritten(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return isWritten(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return isWritten(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return isWritten(Level.ERROR);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      @Nullable String pattern,
      @Nullable Object @Nullable [] arguments,
      @Nullable Throwable trouble) {
    output.write(level, name, String.valueOf(pattern), arguments, trouble);
  }
}
