package cellwarden.text;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// A stack trace as Java prints it, but each message, which may come from outside, is one line.
public final class StackText {

  private StackText() {}

  /// The lines, each with its line feed.
  public static String of(Throwable trouble) {
    StringBuilder lines = new StringBuilder();
    append(lines, "", trouble, Collections.newSetFromMap(new IdentityHashMap<>()));
    return lines.toString();
  }

  private static void append(
      StringBuilder lines, String head, Throwable trouble, Set<Throwable> known) {
    lines.append(head).append(Printable.of(trouble.toString())).append('\n');
    if (!known.add(trouble)) {
      return;
    }
    for (StackTraceElement frame : trouble.getStackTrace()) {
      lines.append("\tat ").append(frame).append('\n');
    }
    for (Throwable suppressed : trouble.getSuppressed()) {
      append(lines, "Suppressed: ", suppressed, known);
    }
    Throwable cause = trouble.getCause();
    if (cause != null) {
      append(lines, "Caused by: ", cause, known);
    }
  }
}
