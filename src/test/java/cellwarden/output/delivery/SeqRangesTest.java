package cellwarden.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cellwarden.output.delivery.SeqRanges.SeqRange;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SeqRangesTest {

  private final SeqRanges ranges = new SeqRanges();

  @Test
  void joinsWhatTouches() {
    ranges.add(1, 3);
    ranges.add(7, 9);
    ranges.add(4, 4);
    assertThat(ranges.list()).containsExactly(new SeqRange(1, 4), new SeqRange(7, 9));

    ranges.add(3, 8);
    assertThat(ranges.list()).containsExactly(new SeqRange(1, 9));
    assertThat(ranges.count()).isEqualTo(9);
  }

  @Test
  void addsNothingWhereTheEndIsBeforeTheStart() {
    ranges.add(5, 4);

    assertThat(ranges.isEmpty()).isTrue();
    assertThat(ranges.first()).isEmpty();
  }

  @Test
  void cutsOutOfTheMiddle() {
    ranges.add(1, 9);

    assertThat(ranges.remove(4, 6)).isTrue();
    assertThat(ranges.remove(5, 5)).isFalse();

    assertThat(ranges.list()).containsExactly(new SeqRange(1, 3), new SeqRange(7, 9));
    assertThat(ranges.contains(3)).isTrue();
    assertThat(ranges.contains(4)).isFalse();
  }

  @Test
  void holdsWhatASetOfNumbersHolds() {
    Random random = new Random(4);
    BitSet expected = new BitSet();
    for (int i = 0; i < 20_000; i++) {
      int from = 1 + random.nextInt(300);
      int to = from + random.nextInt(12);
      if (random.nextBoolean()) {
        expected.set(from, to + 1);
        ranges.add(from, to);
      } else {
        boolean any = expected.get(from, to + 1).cardinality() > 0;
        expected.clear(from, to + 1);
        assertThat(ranges.remove(from, to)).isEqualTo(any);
      }
      BitSet held = new BitSet();
      ranges.list().forEach(range -> held.set((int) range.from(), (int) range.to() + 1));
      assertThat(held).isEqualTo(expected);
      assertThat(ranges.count()).isEqualTo(expected.cardinality());
    }
  }

  @Test
  void takesInTheNarrowestGapRatherThanGrow() {
    for (long i = 0; i < SeqRanges.MOST; i++) {
      ranges.add(1 + 100 * i, 10 + 100 * i);
    }
    ranges.add(50_000, 50_000);
    ranges.add(50_005, 50_005);

    assertThat(ranges.list()).hasSize(SeqRanges.MOST).contains(new SeqRange(50_000, 50_005));
    assertThat(ranges.contains(11)).as("one of the wider gaps").isTrue();
    assertThat(ranges.contains(111)).isFalse();
  }

  @Test
  void neverHoldsTooManyRangesAndNeverOneNumberTooFew() {
    Random random = new Random(5);
    BitSet expected = new BitSet();
    for (int i = 0; i < 5_000; i++) {
      int seq = 1 + random.nextInt(20_000);
      expected.set(seq);
      ranges.add(seq, seq);
      assertThat(ranges.list()).hasSizeLessThanOrEqualTo(SeqRanges.MOST);
    }
    assertThat(expected.stream()).allMatch(ranges::contains);
  }

  @Test
  void refusesWhatIsNoRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SeqRange(0, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new SeqRange(4, 3));
  }
}
