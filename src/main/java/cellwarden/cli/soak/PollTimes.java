package cellwarden.cli.soak;

import cellwarden.json.JsonText;
import java.util.Arrays;

/// Within how many milliseconds the readings came: half of them, nine tenths, and all; 0 where
/// there is none.
record PollTimes(int median, int most, int longest) {

  private static final int PERCENT = 100;
  private static final int HALF = 50;
  private static final int MOST = 90;

  /// @param millis of each reading
  static PollTimes of(int[] millis) {
    int[] sorted = millis.clone();
    Arrays.sort(sorted);
    return new PollTimes(within(HALF, sorted), within(MOST, sorted), within(PERCENT, sorted));
  }

  private static int within(int percent, int[] sorted) {
    int count = (int) (((long) sorted.length * percent + PERCENT - 1) / PERCENT);
    return count == 0 ? 0 : sorted[count - 1];
  }

  /// The last line: UTF-8 without the line break.
  byte[] json(boolean fine, String sentence) {
    return JsonText.object(json -> {
      json.writeBooleanProperty("ok", fine);
      json.writeStringProperty("sentence", sentence);
      json.writeNumberProperty("median_ms", median);
      json.writeNumberProperty("most_ms", most);
      json.writeNumberProperty("longest_ms", longest);
    });
  }
}
