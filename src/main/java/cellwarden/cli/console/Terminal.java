package cellwarden.cli.console;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The terminal that a stream leads to, if it does.
public final class Terminal {

  /// A file or a pipe: lines may be of any length, and nobody sees colours.
  public static final Terminal NONE = new Terminal("", 0, 0, false);

  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4}) ([1-9][0-9]{0,4})");
  private static final int USUAL_WIDTH = 80;
  private static final int USUAL_HEIGHT = 24;

  private final String device;
  private final boolean colours;
  private int width;
  private int height;

  private Terminal(String device, int width, int height, boolean colours) {
    this.device = device;
    this.width = width;
    this.height = height;
    this.colours = colours;
  }

  /// One of this size.
  public static Terminal of(int width, int height, boolean colours) {
    return new Terminal("", width, height, colours);
  }

  /// One of this system.
  ///
  /// @param device leads there
  /// @param env says by `COLUMNS` and `LINES` how large it is, where it does; by `NO_COLOR` and
  ///   `TERM` whether colours are wanted
  static Terminal of(String device, Map<String, String> env) {
    boolean plain = !env.getOrDefault("NO_COLOR", "").isEmpty();
    boolean dumb = env.getOrDefault("TERM", "dumb").equals("dumb");
    Matcher said =
        SIZE.matcher(env.getOrDefault("LINES", "") + " " + env.getOrDefault("COLUMNS", ""));
    boolean known = said.matches();
    return new Terminal(
        device,
        known ? Integer.parseInt(said.group(2)) : 0,
        known ? Integer.parseInt(said.group(1)) : 0,
        !plain && !dumb);
  }

  /// Whether there is one.
  public boolean isThere() {
    return !device.isEmpty() || width > 0;
  }

  /// Whether colours help.
  public boolean colours() {
    return colours;
  }

  /// Columns; 0 where there is none.
  public int width() {
    measure();
    return width;
  }

  /// Lines; 0 where there is none.
  public int height() {
    measure();
    return height;
  }

  /// Only when it matters, since it takes a process.
  private void measure() {
    if (width > 0 || device.isEmpty()) {
      return;
    }
    Matcher size = SIZE.matcher(sttySize());
    boolean known = size.matches();
    height = known ? Integer.parseInt(size.group(1)) : USUAL_HEIGHT;
    width = known ? Integer.parseInt(size.group(2)) : USUAL_WIDTH;
  }

  private String sttySize() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File(device))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader answer = stty.inputReader()) {
        return String.valueOf(answer.readLine());
      }
    } catch (IOException e) {
      // A system without stty.
      return "";
    }
  }
}
