package cellwarden.history.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import cellwarden.battery.SampleLog;
import cellwarden.history.HistoryField;
import java.util.ArrayList;
import java.util.List;
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
  private final int seqSlot;
  private final TimeParser times = new TimeParser();
  private String battery = "";
  private boolean isNumbered;
  private boolean isOther;
  private boolean hasSeq;
  private boolean hasTime;
  private boolean hasBattery;
  private long seq;
  private long time;
  private final List<int[]> suspects = new ArrayList<>();

  SampleParser(SamplePlan plan) {
    this.plan = plan;
    this.seqSlot = plan.slot(HistoryField.SEQ);
  }

  /// Takes the samples out of the lines.
  void parse(SampleBatch batch) {
    int line = 0;
    while (line < batch.lines()) {
      line = parseFrom(line, batch);
    }
  }

  /// @return the line to go on with
  private int parseFrom(int first, SampleBatch batch) {
    int origin = batch.start(first);
    int line = first;
    try (JsonParser json =
        SamplePlan.JSON.createParser(
            ObjectReadContext.empty(),
            batch.bytes(),
            origin,
            batch.start(batch.lines()) - origin)) {
      while (line < batch.lines()) {
        batch.clearRow();
        suspects.clear();
        parseObject(json, batch);
        if (!endsWithLine(batch, line, origin + json.currentLocation().getByteOffset())) {
          break;
        }
        if (hasSeq && hasTime && hasBattery) {
          for (int[] slots : suspects) {
            for (int slot : slots) {
              batch.doubt(slot);
            }
          }
          if (seqSlot >= 0 && seq <= LARGEST_AS_NUMBER) {
            batch.setNumber(seqSlot, seq * (long) MILLIONTHS);
          }
          batch.endRow(line, seq, time, battery);
        } else if (isNumbered || !isOther) {
          batch.countUnreadable();
        }
        line++;
      }
      if (line == batch.lines()) {
        return line;
      }
    } catch (JacksonException e) {
      // The line is none.
    }
    batch.countUnreadable();
    return line + 1;
  }

  private static boolean endsWithLine(SampleBatch batch, int line, long end) {
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

  private void parseObject(JsonParser json, SampleBatch samples) {
    isNumbered = false;
    isOther = false;
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
        case SamplePlan.FAULT, SamplePlan.EVENT -> {
          isOther = true;
          json.skipChildren();
        }
        case SamplePlan.SUSPECT -> takeSuspect(json, value);
        case PropertyNameMatcher.MATCH_UNKNOWN_NAME -> json.skipChildren();
        default -> take(json, value, plan.target(property), samples);
      }
      property = json.nextNameMatch(plan.names());
    }
  }

  private void takeSeq(JsonParser json, JsonToken value) {
    isNumbered = true;
    hasSeq =
        value == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    if (hasSeq) {
      seq = json.getLongValue();
      hasSeq = SampleLog.isSeq(seq);
    }
    json.skipChildren();
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
      // Half a surrogate pair is no text that a summary could hold: it becomes a question mark.
      battery = new String(json.getString().getBytes(UTF_8), UTF_8);
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

  /// It usually comes last: what it says of values is kept until the line is over.
  private void takeSuspect(JsonParser json, JsonToken value) {
    boolean list = value == JsonToken.START_ARRAY;
    JsonToken next = list ? json.nextToken() : value;
    while (next != JsonToken.END_ARRAY) {
      if (next == JsonToken.VALUE_STRING) {
        suspects.add(plan.inDoubt(json.getString()));
      }
      json.skipChildren();
      next = list ? json.nextToken() : JsonToken.END_ARRAY;
    }
  }

  private void take(
      JsonParser json, JsonToken value, SamplePlan.Target target, SampleBatch samples) {
    switch (target) {
      case SamplePlan.Target.Whole(int slot) -> {
        samples.setNumber(slot, number(json, value, slot));
        json.skipChildren();
      }
      case SamplePlan.Target.Items(int[] slots) -> takeItems(json, value, slots, samples);
      case SamplePlan.Target.Members members -> takeMembers(json, value, members, samples);
      case SamplePlan.Target.Unwanted _ -> json.skipChildren();
    }
  }

  private void takeItems(JsonParser json, JsonToken value, int[] slots, SampleBatch samples) {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    int item = 0;
    for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
      if (item < slots.length && slots[item] >= 0) {
        // A probe that cannot be is null in its list.
        samples.setNumber(
            slots[item],
            next == JsonToken.VALUE_NULL ? SampleBatch.SUSPECT : number(json, next, slots[item]));
      }
      json.skipChildren();
      item++;
    }
  }

  private void takeMembers(
      JsonParser json, JsonToken value, SamplePlan.Target.Members members, SampleBatch samples) {
    if (value != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    int property = json.nextNameMatch(members.names());
    while (property >= PropertyNameMatcher.MATCH_UNKNOWN_NAME
        && property != PropertyNameMatcher.MATCH_END_OBJECT) {
      JsonToken next = json.nextToken();
      if (property >= 0) {
        int slot = members.slots().get(property);
        samples.setNumber(slot, number(json, next, slot));
      }
      json.skipChildren();
      property = json.nextNameMatch(members.names());
    }
  }

  private long number(JsonParser json, JsonToken value, int slot) {
    if (value == JsonToken.VALUE_TRUE) {
      return (long) MILLIONTHS;
    }
    if (value == JsonToken.VALUE_FALSE) {
      return 0;
    }
    if (!value.isNumeric()) {
      return SampleBatch.UNKNOWN;
    }
    double number = json.getDoubleValue();
    if (!plan.canBe(slot, number)) {
      // A line of a version that did not mark it.
      suspects.add(plan.followingFrom(slot));
      return SampleBatch.SUSPECT;
    }
    return Math.abs(number) <= LARGEST ? Math.round(number * MILLIONTHS) : SampleBatch.UNKNOWN;
  }
}
