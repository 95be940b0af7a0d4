#include <algorithm>

#include <cqrs/arithmetic.hpp>
#include <cqrs/decision.hpp>
#include <cqrs/testing_properties.hpp>

namespace cqrs::testing::detail {
namespace {

enum class Folded : std::uint8_t { yes, overflow, refused };

Meta meta_of(const Folding& folding, Version version) {
  Meta meta{};
  meta.stream = folding.key;
  meta.version = version;
  return meta;
}

Folded fold(const Folding& folding, const EventLayout& layout, Bytes body, const std::shared_ptr<void>& state,
            const Meta& meta) {
  try {
    return layout.fold(state.get(), body, meta, folding.externs) ? Folded::yes : Folded::refused;
  } catch (const ArithmeticError&) {
    return Folded::overflow;
  }
}

std::string name_of(const EventLayout& layout) {
  return std::string(layout.type) + " v" + std::to_string(layout.version);
}

/// States that are folded side by side and have to stay the same.
class SideBySide {
 public:
  explicit SideBySide(const Folding& folding)
      : folding_(folding), live_(folding.definition.initial_state()), replayed_(folding.definition.initial_state()) {}

  void take_snapshot() { resumed_ = folding_.stored_copy(live_.get()); }

  /// Whether the history can go on.
  bool fold_next(const StoredEvent& event) {
    const Meta meta = meta_of(folding_, version_++);
    live_ = folding_.definition.copy_state(live_.get());
    const Folded went = fold(folding_, *event.layout, event.body, live_, meta);
    const bool same = fold(folding_, *event.layout, event.body, replayed_, meta) == went &&
                      (!resumed_ || fold(folding_, *event.layout, event.body, resumed_, meta) == went);
    const std::string place = " at event " + std::to_string(meta.version) + ", " + name_of(*event.layout);
    if (went == Folded::refused) violation = "its own bytes are refused" + place;
    if (!same) violation = "an overflow is not met each time" + place;
    if (went != Folded::yes || !violation.empty()) return false;
    // As text, so that what is not a number is equal to itself.
    const std::string live = folding_.state_text(live_.get());
    if (folding_.state_text(replayed_.get()) != live) violation = "a replay comes to another state" + place;
    if (resumed_ && folding_.state_text(resumed_.get()) != live) {
      violation = "what begins with a snapshot comes to another state" + place;
    }
    return violation.empty();
  }

  std::string violation;

 private:
  const Folding& folding_;
  std::shared_ptr<void> live_;
  std::shared_ptr<void> replayed_;
  std::shared_ptr<void> resumed_;
  Version version_ = 1;
};

/// What an old event is today; nothing where a number leaves its range.
std::optional<EncodedEvents> bring_up(const Folding& folding, const StoredEvent& event, std::string& violation) {
  EncodedEvents today;
  try {
    if (event.layout->upcast(today, event.body, meta_of(folding, 1), folding.externs)) return today;
    violation = "its own bytes are refused";
    return std::nullopt;
  } catch (const ArithmeticError&) {
    return std::nullopt;
  }
}

/// Folds the events of today one after the other, as the parts of one stored event.
Folded fold_parts(const Folding& folding, const EncodedEvents& today, const std::shared_ptr<void>& state,
                  std::string& violation) {
  Meta meta = meta_of(folding, 1);
  for (const auto& entry : today.entries()) {
    const EventLayout* layout = find_layout(folding.definition, entry.type, entry.layout_version);
    if (layout == nullptr || layout->upcast != nullptr) {
      violation = "it becomes an event that is not today's: " + std::string(entry.type);
      return Folded::refused;
    }
    const Folded went = fold(folding, *layout, today.body(entry), state, meta);
    if (went == Folded::refused) violation = "it becomes a " + std::string(entry.type) + " that cannot be stored";
    if (went != Folded::yes) return went;
    ++meta.part;
  }
  return Folded::yes;
}

}  // namespace

const EventLayout* find_layout(const AggregateDefinition& definition, std::string_view type, std::uint32_t version) {
  const auto found = std::find_if(definition.events.begin(), definition.events.end(), [&](const EventLayout& layout) {
    return layout.type == type && layout.version == version;
  });
  return found == definition.events.end() ? nullptr : &*found;
}

std::string replay_violation(const Folding& folding, const std::vector<StoredEvent>& history,
                             std::size_t snapshot_after) {
  SideBySide states(folding);
  for (std::size_t i = 0; i < history.size(); ++i) {
    if (!states.fold_next(history[i])) break;
    if (i == snapshot_after) states.take_snapshot();
  }
  return states.violation;
}

std::string upcast_violation(const Folding& folding, const StoredEvent& event) {
  if (event.layout->upcast == nullptr) return name_of(*event.layout) + " is taken for a layout of today";
  std::string violation;
  const auto today = bring_up(folding, event, violation);
  if (!violation.empty()) return violation;

  const std::shared_ptr<void> folded = folding.definition.initial_state();
  const Folded went = fold(folding, *event.layout, event.body, folded, meta_of(folding, 1));
  if (went == Folded::refused) return "its own bytes are refused";
  const std::shared_ptr<void> by_parts = folding.definition.initial_state();
  const Folded went_by_parts = today ? fold_parts(folding, *today, by_parts, violation) : Folded::overflow;
  if (!violation.empty()) return violation;
  if (went != went_by_parts) return "folding it and folding what it becomes do not overflow alike";
  if (went == Folded::yes && folding.state_text(folded.get()) != folding.state_text(by_parts.get())) {
    return "it comes to the state " + folding.state_text(folded.get()) + ", and what it becomes to " +
           folding.state_text(by_parts.get());
  }
  return {};
}

std::string damage_violation(const Folding& folding, const StoredEvent& event, Arbitrary& arbitrary) {
  const auto fold_bytes = [&](Bytes body) {
    return fold(folding, *event.layout, body, folding.definition.initial_state(), meta_of(folding, 1));
  };
  for (std::size_t size = 0; size < event.body.size(); ++size) {
    if (fold_bytes(Bytes(event.body).first(size)) != Folded::refused) {
      return "its first " + std::to_string(size) + " bytes are accepted";
    }
  }
  constexpr int kFlips = 16;
  for (int i = 0; i < kFlips && !event.body.empty(); ++i) {
    Buffer flipped = event.body;
    const std::uint64_t bit = arbitrary.below(flipped.size() * 8);
    flipped[bit / 8] ^= std::byte{1} << (bit % 8);
    static_cast<void>(fold_bytes(flipped));
  }
  return {};
}

}  // namespace cqrs::testing::detail
