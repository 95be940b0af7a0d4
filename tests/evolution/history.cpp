#include "history.hpp"

#include <algorithm>
#include <optional>

#include "compat/fingerprint.hpp"
#include "compiled.hpp"
#include "edits.hpp"
#include "interpret/arbitrary.hpp"
#include "interpret/codec.hpp"
#include "interpret/history.hpp"
#include "interpret/json.hpp"
#include "interpret/samples.hpp"
#include "interpret/text_forms.hpp"
#include "model/history.hpp"

namespace evolution {
namespace {

namespace interpret = cqrsc::interpret;
using interpret::EnumText;

constexpr std::size_t kStreams = 3;

struct Stored {
  std::string event;
  int version = 1;
  int release = 0;
  std::string bytes;
  Json said;  ///< when it was stored
};

struct Snapshot {
  std::size_t stream = 0;
  std::size_t events = 0;  ///< how many of the stream are in it
  std::uint64_t fingerprint = 0;
  std::string bytes;
};

Json json_of(const std::deque<cqrsc::model::Field>& fields, const interpret::Record& record) {
  return Json::parse(interpret::to_json(fields, record, EnumText::Number));
}

/// Swaps two fields that hold the same kind of thing, where there are such.
void swap_fields(const std::deque<cqrsc::model::Field>& fields, interpret::Record& record) {
  for (std::size_t i = 0; i + 1 < fields.size(); ++i) {
    for (std::size_t k = i + 1; k < fields.size(); ++k) {
      if (fields[i].type == fields[k].type) return std::swap(record.fields[i], record.fields[k]);
    }
  }
}

class History {
 public:
  History(std::uint64_t seed, const Options& options)
      : random_(seed), values_(seed ^ 0x5eed, 4), options_(options), domain_(first_domain(random_)) {}

  Remains remains() {
    Remains left{source_of(domain_), ""};
    for (std::size_t i = 0; i < stored_.size(); ++i) {
      const Stored& stored = stored_[i];
      left.events += std::to_string(i % kStreams) + " " + stored.event + " v" + std::to_string(stored.version) + " " +
                     (stored.bytes.empty() ? "-" : interpret::hex_text(stored.bytes)) + "\n";
    }
    return left;
  }

  Report run() {
    for (release_ = 1; release_ <= options_.releases && report_.failures.empty(); ++release_) {
      Domain next = domain_;
      Meanings meanings = meanings_;
      if (release_ > 1) {
        try_what_is_not_allowed();
        if (random_.chance(3)) try_another_lock();
        change(next, meanings);
        remember_gone(domain_, next);
      }
      release(std::move(next), std::move(meanings));
    }
    return std::move(report_);
  }

 private:
  void count(const std::string& what) { ++report_.counts[what]; }
  void fail(const std::string& what) {
    report_.failures.push_back("release " + std::to_string(release_) + ": " + what);
  }
  template <class T, class U>
  bool expect_equal(const T& is, const U& should, const std::string& what) {
    if (is == should) return true;
    fail(what);
    return false;
  }

  void change(Domain& next, Meanings& meanings) {
    Editor editor(random_, next, meanings);
    const std::size_t wanted = 1 + random_.below(3);
    for (std::size_t i = 0; i < wanted; ++i) {
      const std::string name = editor.change();
      if (!name.empty()) count("allowed: " + name);
    }
  }

  /// Whatever was done to a copy: the compiler says what the rules say.
  void try_what_is_not_allowed() {
    Domain copy = domain_;
    const std::string name = spoil(random_, copy);
    if (name.empty()) return;
    const std::string why = refusal(domain_, copy);
    const std::string lock = options_.defect == Defect::LostLock ? "" : lock_;
    const Compiled compiled = compile(source_of(copy), lock);
    const bool accepted = compiled.accepted || (options_.defect == Defect::ReusedName && is_reuse(copy));
    count(accepted ? "harmless: " + name : "refused: " + name);
    if (accepted == why.empty()) return;
    fail(name + (accepted ? " is accepted, although " + why : " is refused:\n" + compiled.findings()) + "\n" +
         source_of(copy) + "\n" + lock);
  }

  /// Somebody edits a line of the lock file, and nothing else. That is refused, or makes no difference: the next
  /// release writes what the lock would have been anyway.
  void try_another_lock() {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < lock_.size();) {
      const std::size_t end = lock_.find('\n', at) + 1;
      lines.push_back(lock_.substr(at, end - at));
      at = end;
    }
    const std::string what = edit_lines(lines);
    std::string edited;
    for (const std::string& line : lines) edited += line;
    if (edited == lock_) return;
    const Compiled compiled = compile(source_of(domain_), edited);
    count((compiled.accepted ? "harmless: " : "refused: ") + what);
    if (!compiled.accepted) return;
    const std::string after = sealed_lock(edited, compiled.schema);
    if (without_gone(after) != without_gone(lock_)) fail(what + " in the lock goes unseen:\n" + edited + "\n" + lock_);
  }

  static std::string without_gone(const std::string& lock) {
    std::string out;
    for (std::size_t at = 0; at < lock.size();) {
      const std::size_t end = lock.find('\n', at) + 1;
      const std::string line = lock.substr(at, end - at);
      if (line.find("  gone ") != 0) out += line;
      at = end;
    }
    return out;
  }

  std::string edit_lines(std::vector<std::string>& lines) {
    const std::size_t at = random_.below(lines.size());
    std::string& line = lines[at];
    switch (random_.below(5)) {
      case 0: lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at)); return "line of the lock deleted";
      case 1:
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), std::string(line));
        return "line of the lock doubled";
      case 2: std::swap(line, lines[random_.below(lines.size())]); return "lines of the lock swapped";
      case 3: {
        const std::size_t digit = line.find_first_of("0123456789");
        if (digit == std::string::npos) return "nothing";
        line[digit] = line[digit] == '9' ? '1' : static_cast<char>(line[digit] + 1);
        return "number in the lock changed";
      }
      default:
        line[random_.below(line.size())] = static_cast<char>('a' + random_.below(26));
        return "letter of the lock changed";
    }
  }

  [[nodiscard]] bool is_reuse(const Domain& now) const {
    return std::any_of(domain_.events.begin(), domain_.events.end(), [&](const auto& event) {
      const auto at = now.events.find(event.first);
      return !is_current(event.second) && at != now.events.end() && is_current(at->second);
    });
  }

  void release(Domain next, Meanings meanings) {
    const std::string source = source_of(next);
    const std::string why = refusal(domain_, next);
    if (!why.empty()) return fail("the rules refuse what is allowed: " + why + "\n" + source);
    const Compiled compiled = compile(source, lock_);
    if (!compiled.accepted) return fail("the compiler refuses what is allowed:\n" + compiled.findings() + source);
    count("releases");
    lock_ = sealed_lock(lock_, compiled.schema);
    if (release_ % 4 == 0) seal_samples(compiled);
    domain_ = std::move(next);
    meanings_ = std::move(meanings);
    read_all(compiled, source);
    if (!report_.failures.empty()) return;
    read_snapshots(compiled);
    store_new(compiled);
    store_snapshots(compiled);
  }

  void seal_samples(const Compiled& compiled) {
    const auto stored = interpret::read_samples(samples_);
    interpret::SampleFile file = samples_.empty() ? interpret::SampleFile{} : *stored;
    for (const interpret::Failure& failure : interpret::check_samples(compiled.model(), file)) fail(failure.text);
    count("samples checked");
    samples_ = interpret::write_samples(interpret::sealed(file, interpret::samples_of(compiled.model())));
  }

  // ---------------------------------------------------------------------------------------------------------- reading

  /// What the stored bytes are, by the model of the day.
  std::optional<std::vector<interpret::CurrentEvent>> read(const Compiled& compiled, const Stored& stored) {
    int version = stored.version;
    if (options_.defect == Defect::SkippedVersion && compiled.find(stored.event, version + 1) != nullptr) ++version;
    const auto* layout = compiled.find(stored.event, version);
    if (layout == nullptr) return fail(stored.event + " v" + std::to_string(version) + " is gone"), std::nullopt;
    auto record = interpret::decode(layout->fields, stored.bytes);
    if (!record) return fail(stored.event + " is not read: " + record.error().text), std::nullopt;
    if (options_.defect == Defect::SwappedField) swap_fields(layout->fields, *record);
    const std::string name =
        stored.event + " v" + std::to_string(version) + " of release " + std::to_string(stored.release);
    if (!expect_equal(json_of(layout->fields, *record), stored.said, name + " says something else")) return {};
    if (!expect_equal(interpret::encode(layout->fields, *record), stored.bytes, name + " has other bytes")) return {};
    auto current = interpret::upcast(*layout, *record, {});
    if (!current) return fail(name + " does not lead to today: " + current.error().text), std::nullopt;
    if (options_.defect == Defect::HalfAnOutcome && current->size() > 1) current->pop_back();
    return std::move(*current);
  }

  void read_all(const Compiled& compiled, const std::string& source) {
    for (std::size_t i = 0; i < stored_.size(); ++i) {
      const auto current = read(compiled, stored_[i]);
      if (!current) return;
      std::vector<Fact> facts;
      for (const interpret::CurrentEvent& event : *current) {
        facts.push_back({event.event->name, json_of(event.event->fields, event.fields)});
        if (!cqrsc::model::is_current(*event.event)) return fail(event.event->name + " is not of today");
        const auto again = interpret::encode(event.event->fields, event.fields);
        if (!again || interpret::decode(event.event->fields, *again) != event.fields)
          return fail(event.event->name + " of today cannot be stored");
      }
      count("events read");
      if (facts != meanings_[i]) return fail_with(stored_[i], facts, meanings_[i], source);
    }
  }

  void fail_with(const Stored& stored, const std::vector<Fact>& is, const std::vector<Fact>& should,
                 const std::string& source) {
    const auto text = [](const std::vector<Fact>& facts) {
      std::string out;
      for (const Fact& fact : facts) out += "\n  " + fact.event + " " + fact.fields.dump();
      return out;
    };
    fail(stored.event + " v" + std::to_string(stored.version) + " of release " + std::to_string(stored.release) + " " +
         stored.said.dump() + " is" + text(is) + "\nand should be" + text(should) + "\n" + source);
  }

  // ---------------------------------------------------------------------------------------------------------- folding

  [[nodiscard]] std::vector<std::size_t> stream(std::size_t number) const {
    std::vector<std::size_t> events;
    for (std::size_t i = number; i < stored_.size(); i += kStreams) events.push_back(i);
    return events;
  }

  /// The state after the first events of a stream, by the model.
  std::optional<interpret::Record> state_of(const Compiled& compiled, std::size_t number, std::size_t events) {
    std::vector<interpret::StoredEvent> stored;
    for (const std::size_t i : stream(number)) {
      if (stored.size() == events) break;
      stored.push_back({compiled.find(stored_[i].event, stored_[i].version), stored_[i].bytes, {}});
    }
    auto state = interpret::fold(compiled.aggregate(), stored);
    if (!state) return fail("a stream is not replayed: " + state.error().text), std::nullopt;
    return std::move(*state);
  }

  /// The same, by hand.
  [[nodiscard]] Json expected_state(std::size_t number) const {
    std::int64_t count = 0;
    std::int64_t total = 0;
    std::string last;
    Json log = Json::array();
    for (const std::size_t i : stream(number)) {
      for (const Fact& fact : meanings_[i]) {
        const Layout& layout = domain_.events.at(fact.event).current();
        ++count;
        log.push_back(fact.event);
        if (const Field* text = noted_text(layout)) last = fact.fields.at(text->name).get<std::string>();
        if (const Field* added = noted_number(layout)) total += fact.fields.at(added->name).get<std::int64_t>();
      }
    }
    return {{"count", count}, {"total", total}, {"last", last}, {"log", log}};
  }

  void read_snapshots(const Compiled& compiled) {
    const std::uint64_t fingerprint = cqrsc::compat::fingerprint_of(compiled.aggregate());
    for (const Snapshot& snapshot : snapshots_) {
      const bool taken = snapshot.fingerprint == fingerprint || options_.defect == Defect::StaleSnapshot;
      count(taken ? "snapshots taken" : "snapshots left");
      if (!taken) continue;
      const auto state = interpret::decode(compiled.aggregate().state.fields, snapshot.bytes);
      if (!state) return fail("a snapshot of the same fingerprint is not read: " + state.error().text);
      if (state_of(compiled, snapshot.stream, snapshot.events) != *state)
        return fail("a snapshot of the same fingerprint is not what its events say");
    }
  }

  // ---------------------------------------------------------------------------------------------------------- storing

  void store_new(const Compiled& compiled) {
    for (const cqrsc::model::Event& event : compiled.aggregate().events) {
      if (event.is_retired) continue;
      const cqrsc::model::EventVersion& version = event.current();
      std::vector<interpret::Record> records = {values_.record(version.fields)};
      if (known_.insert({event.name, version.version}).second) {
        for (interpret::Record& sample : interpret::sample_records(version.fields))
          records.push_back(std::move(sample));
        records.resize(std::min<std::size_t>(records.size(), 4));
      }
      for (const interpret::Record& record : records) store(version, record);
    }
  }

  void store(const cqrsc::model::EventVersion& version, const interpret::Record& record) {
    const auto bytes = interpret::encode(version.fields, record);
    if (!bytes) return fail(version.name + " cannot be stored: " + bytes.error().text);
    const Json said = json_of(version.fields, record);
    stored_.push_back({version.name, static_cast<int>(version.version), release_, *bytes, said});
    meanings_.push_back({{version.name, said}});
    count("events stored");
  }

  void store_snapshots(const Compiled& compiled) {
    for (std::size_t number = 0; number < kStreams; ++number) {
      const std::size_t events = stream(number).size();
      const auto state = state_of(compiled, number, events);
      if (!state) return;
      const auto& fields = compiled.aggregate().state.fields;
      if (json_of(fields, *state) != expected_state(number))
        return fail("the state is " + json_of(fields, *state).dump() + "\nand should be " +
                    expected_state(number).dump());
      count("states folded");
      snapshots_.push_back({number, events, cqrsc::compat::fingerprint_of(compiled.aggregate()),
                            interpret::encode(fields, *state).value()});
    }
    if (snapshots_.size() > 4 * kStreams) snapshots_.erase(snapshots_.begin(), snapshots_.begin() + kStreams);
  }

  Random random_;
  interpret::Arbitrary values_;
  Options options_;
  Domain domain_;
  std::string lock_;
  std::string samples_;
  std::vector<Stored> stored_;
  Meanings meanings_;  ///< of each stored event
  std::vector<Snapshot> snapshots_;
  std::set<std::pair<std::string, std::uint32_t>> known_;
  int release_ = 0;
  Report report_;
};

}  // namespace

Remains remains_of(std::uint64_t seed, const Options& options) {
  History history(seed, options);
  static_cast<void>(history.run());
  return history.remains();
}

Report run_history(std::uint64_t seed, const Options& options) { return History(seed, options).run(); }

void add(Report& total, const Report& report) {
  for (const auto& [what, count] : report.counts) total.counts[what] += count;
  total.failures.insert(total.failures.end(), report.failures.begin(), report.failures.end());
}

}  // namespace evolution
