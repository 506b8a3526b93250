package cellwarden.journal.history;

import cellwarden.battery.SampleLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.sym.PropertyNameMatcher;

/// Takes the samples out of the lines of a batch, with one parser for all of them: to make one for
/// each line would take longer than to parse it.
///
/// A line that is no whole object ends that parser, and a new one begins behind it. Each object
/// must end where its line ends, so a torn line never takes in the next one.
final class SampleParser {

  /// The journal has no values beyond this; a greater one is none.
  private static final double LARGEST = 1e9;

  private static final double MILLIONTHS = 1e6;
  private static final long LARGEST_AS_NUMBER = Long.MAX_VALUE / (long) MILLIONTHS;

  private final SamplePlan plan;
  private final TimeParser times = new TimeParser();
  private String battery = "";
  private boolean hasSeq;
  private boolean hasTime;
  private boolean hasBattery;
  private long seq;
  private long time;

  SampleParser(SamplePlan plan) {
    this.plan = plan;
  }

  /// Fills `samples` from its batch.
  void parse(Samples samples) {
    samples.begin();
    int line = 0;
    while (line < samples.batch().lines()) {
      line = parseFrom(line, samples);
    }
  }

  /// @return the line to go on with
  private int parseFrom(int first, Samples samples) {
    Batch batch = samples.batch();
    int origin = batch.start(first);
    int line = first;
    try (JsonParser json =
        SamplePlan.JSON.createParser(
            ObjectReadContext.empty(),
            batch.bytes(),
            origin,
            batch.start(batch.lines()) - origin)) {
      while (line < batch.lines()) {
        samples.clearRow();
        parseObject(json, samples);
        if (!endsWithLine(batch, line, origin + json.currentLocation().getByteOffset())) {
          return line + 1;
        }
        if (hasSeq && hasTime && hasBattery) {
          takeSeq(samples);
          samples.endRow(line, seq, time, battery);
        }
        line++;
      }
      return line;
    } catch (JacksonException e) {
      return line + 1;
    }
  }

  private static boolean endsWithLine(Batch batch, int line, long end) {
    if (end > batch.end(line)) {
      return false;
    }
    for (int i = (int) end; i < batch.end(line); i++) {
      if (batch.bytes()[i] > ' ' || batch.bytes()[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private void parseObject(JsonParser json, Samples samples) {
    hasSeq = false;
    hasTime = false;
    hasBattery = false;
    json.nextToken();
    int property = json.nextNameMatch(plan.names());
    while (property >= PropertyNameMatcher.MATCH_UNKNOWN_NAME
        && property != PropertyNameMatcher.MATCH_END_OBJECT) {
      JsonToken value = json.nextToken();
      switch (property) {
        case SamplePlan.SEQ -> takeSeq(json, value);
        case SamplePlan.TIME -> takeTime(json, value);
        case SamplePlan.BATTERY -> takeBattery(json, value);
        case PropertyNameMatcher.MATCH_UNKNOWN_NAME -> json.skipChildren();
        default -> take(json, value, plan.target(property), samples);
      }
      property = json.nextNameMatch(plan.names());
    }
  }

  private void takeSeq(JsonParser json, JsonToken value) {
    hasSeq =
        value == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    if (hasSeq) {
      seq = json.getLongValue();
      hasSeq = SampleLog.isSeq(seq);
    }
    json.skipChildren();
  }

  /// The number as one of the values.
  private void takeSeq(Samples samples) {
    int slot = plan.seqSlot();
    if (slot >= 0 && plan.asNumbers()) {
      samples.number(slot, seq <= LARGEST_AS_NUMBER ? seq * (long) MILLIONTHS : Samples.UNKNOWN);
    } else if (slot >= 0) {
      samples.value(slot, seq);
    }
  }

  private void takeTime(JsonParser json, JsonToken value) {
    hasTime = value == JsonToken.VALUE_STRING;
    if (hasTime) {
      time =
          times.parse(json.getStringCharacters(), json.getStringOffset(), json.getStringLength());
      hasTime = time != TimeParser.NONE;
    }
    json.skipChildren();
  }

  private void takeBattery(JsonParser json, JsonToken value) {
    hasBattery = value == JsonToken.VALUE_STRING;
    if (hasBattery && !isSame(json)) {
      battery = json.getString();
    }
    json.skipChildren();
  }

  /// Usually the same battery as before: no new text for it.
  private boolean isSame(JsonParser json) {
    int length = json.getStringLength();
    if (length != battery.length()) {
      return false;
    }
    char[] text = json.getStringCharacters();
    int offset = json.getStringOffset();
    for (int i = 0; i < length; i++) {
      if (text[offset + i] != battery.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void take(JsonParser json, JsonToken value, SamplePlan.Target target, Samples samples) {
    switch (target) {
      case SamplePlan.Target.Whole(int slot) -> takeValue(json, value, slot, samples);
      case SamplePlan.Target.Items items -> takeItems(json, value, items, samples);
      case SamplePlan.Target.Members members -> takeMembers(json, value, members, samples);
      case SamplePlan.Target.Unwanted _ -> json.skipChildren();
    }
  }

  private void takeItems(
      JsonParser json, JsonToken value, SamplePlan.Target.Items items, Samples samples) {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    List<@Nullable Object> whole = new ArrayList<>();
    int item = 0;
    for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
      int slot = item < items.slots().size() ? items.slots().get(item) : -1;
      if (slot >= 0) {
        takeValue(json, next, slot, samples);
      }
      if (items.whole() >= 0) {
        whole.add(value(json, next));
      }
      json.skipChildren();
      item++;
    }
    if (items.whole() >= 0 && !plan.asNumbers()) {
      samples.value(items.whole(), whole);
    }
  }

  private void takeMembers(
      JsonParser json, JsonToken value, SamplePlan.Target.Members members, Samples samples) {
    if (value != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    int property = json.nextNameMatch(members.names());
    while (property >= PropertyNameMatcher.MATCH_UNKNOWN_NAME
        && property != PropertyNameMatcher.MATCH_END_OBJECT) {
      JsonToken next = json.nextToken();
      if (property >= 0) {
        takeValue(json, next, members.slots().get(property), samples);
      } else {
        json.skipChildren();
      }
      property = json.nextNameMatch(members.names());
    }
  }

  private void takeValue(JsonParser json, JsonToken value, int slot, Samples samples) {
    if (plan.asNumbers()) {
      samples.number(slot, number(json, value));
    } else {
      Object taken = value(json, value);
      if (taken != null) {
        samples.value(slot, taken);
      }
    }
    json.skipChildren();
  }

  private static long number(JsonParser json, JsonToken value) {
    if (value == JsonToken.VALUE_TRUE) {
      return (long) MILLIONTHS;
    }
    if (value == JsonToken.VALUE_FALSE) {
      return 0;
    }
    if (!value.isNumeric()) {
      return Samples.UNKNOWN;
    }
    double number = json.getDoubleValue();
    return Math.abs(number) <= LARGEST ? Math.round(number * MILLIONTHS) : Samples.UNKNOWN;
  }

  private static @Nullable Object value(JsonParser json, JsonToken value) {
    return switch (value) {
      case VALUE_NUMBER_INT -> json.getNumberValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> json.getString();
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken next = json.nextToken();
            next != JsonToken.END_ARRAY;
            next = json.nextToken()) {
          list.add(value(json, next));
          json.skipChildren();
        }
        yield list;
      }
      default -> null;
    };
  }
}
