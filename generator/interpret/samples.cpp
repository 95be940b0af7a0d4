#include "interpret/samples.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "interpret/arbitrary.hpp"
#include "interpret/codec.hpp"
#include "interpret/history.hpp"
#include "interpret/json.hpp"
#include "interpret/stable_sort.hpp"
#include "interpret/text_forms.hpp"
#include "model/history.hpp"

namespace cqrsc::interpret {

using namespace model;

namespace {

using Fields = std::deque<Field>;
using LayoutKey = std::pair<std::string, std::uint32_t>;

LayoutKey key_of(const Sample& sample) { return {sample.layout, sample.version}; }
LayoutKey key_of(const FunctionSample& sample) { return {sample.function, sample.revision}; }

template <class Visit>
void for_each_event(const Context& context, Visit visit) {
  const auto events = [&](const std::string& owner, const std::deque<Event>& all) {
    for (const Event& event : all) {
      for (const EventVersion& version : event.versions)
        visit(LayoutKey{owner + "." + event.name, version.version}, version.fields, &version);
    }
  };
  events(context.name, context.events);
  for (const Aggregate& aggregate : context.aggregates) events(context.name + "." + aggregate.name, aggregate.events);
}

/// Every version of every event and value that belongs to the context. `event`: null for values.
template <class Visit>
void for_each_layout(const Context& context, Visit visit) {
  for (const model::Value& value : context.values) {
    for (const ValueVersion& version : value.versions)
      visit(LayoutKey{context.name + "." + value.name, version.version}, version.fields, nullptr);
  }
  for_each_event(context, visit);
}

/// Of the values that events hold, the oldest version and the newest. Only what lies between them is ever stored, or on
/// the way of what is: other values, and other versions, may change and go.
class Held {
 public:
  explicit Held(const Context& context) {
    for_each_event(context, [&](const LayoutKey&, const Fields& fields, const EventVersion*) {
      for (const Type* type : versioned_types_of(fields))
        if (type->kind == TypeKind::Value) add(context.name + "." + type->value->value->name, type->value->version);
    });
  }

  [[nodiscard]] bool has(const LayoutKey& value) const {
    const auto found = versions_.find(value.first);
    return found != versions_.end() && found->second.first <= value.second && value.second <= found->second.second;
  }

 private:
  void add(const std::string& name, std::uint32_t version) {
    const auto at = versions_.try_emplace(name, version, version).first;
    at->second = {std::min(at->second.first, version), std::max(at->second.second, version)};
  }

  std::map<std::string, std::pair<std::uint32_t, std::uint32_t>> versions_;
};

std::string list_json(const std::deque<Field>& fields, const Record& record) {
  std::string out = "[";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    out += (i == 0 ? "" : ",") + to_json(*fields[i].type, record.fields[i], EnumText::Number);
  }
  return out + "]";
}

/// What the function takes, as if it were a record.
std::deque<Field> parameters_of(const ExternFunction& function) {
  std::deque<Field> fields;
  for (const Parameter& parameter : function.parameters) {
    Field& field = fields.emplace_back();
    field.name = parameter.name;
    field.type = parameter.type;
    field.index = static_cast<std::uint32_t>(fields.size() - 1);
  }
  return fields;
}

std::vector<FunctionSample> function_samples(const Context& context) {
  std::vector<FunctionSample> samples;
  for (const ExternFunction& function : context.extern_functions) {
    if (!function.revision) continue;
    const std::deque<Field> fields = parameters_of(function);
    for (const Record& record : sample_records(fields))
      samples.push_back({context.name + "." + function.name, *function.revision, list_json(fields, record), "?"});
  }
  return samples;
}

/// Sorted by what they are samples of; within that, in the order they came in.
template <class T>
void sort(std::vector<T>& samples) {
  sort_stably(samples, [](const T& a, const T& b) { return key_of(a) < key_of(b); });
}

template <class T>
std::vector<T> merged(const std::vector<T>& stored, const std::vector<T>& fresh) {
  std::set<LayoutKey> known;
  for (const T& sample : stored) known.insert(key_of(sample));
  std::vector<T> all = stored;
  std::copy_if(fresh.begin(), fresh.end(), std::back_inserter(all),
               [&](const T& sample) { return known.count(key_of(sample)) == 0; });
  sort(all);
  return all;
}

/// Takes the next word of a line.
std::string_view word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view taken = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return taken;
}

std::optional<std::uint32_t> number_behind(char letter, std::string_view text) {
  if (!text.starts_with(letter) || text.size() > 8) return std::nullopt;
  const auto number = parse_decimal(text.substr(1), 7, 0);
  return number && *number > 0 ? std::optional(static_cast<std::uint32_t>(*number)) : std::nullopt;
}

constexpr std::string_view kHead = "cqrs samples 1";

class SampleReader {
 public:
  Result<SampleFile> read(std::string_view text) {
    if (!text.empty() && text.back() != '\n') return fail("the file ends within a line");
    while (!text.empty()) {
      ++number_;
      const std::size_t end = text.find('\n');
      if (auto failure = line(text.substr(0, end))) return fail(*failure);
      text.remove_prefix(end + 1);
    }
    if (number_ == 0) return fail("the file is empty; its first line is `" + std::string(kHead) + "`");
    return std::move(file_);
  }

 private:
  [[nodiscard]] tl::unexpected<Failure> fail(const std::string& what) const {
    return tl::unexpected(Failure{"line " + std::to_string(std::max(number_, 1)) + ": " + what});
  }

  std::optional<std::string> line(std::string_view line) {
    if (number_ == 1) {
      if (line == kHead) return std::nullopt;
      return "the first line is `" + std::string(kHead) + "`, which says the form of the file";
    }
    if (line.empty() || line.starts_with('#')) return std::nullopt;
    if (line.starts_with("<<<<<<<") || line.starts_with("=======") || line.starts_with(">>>>>>>"))
      return "a conflict of two branches is not resolved: keep the lines of both, each layout's of one";
    return line.starts_with("function ") ? function(line.substr(9)) : layout(line);
  }

  std::optional<std::string> layout(std::string_view line) {
    Sample sample;
    sample.layout = word(line);
    const auto version = number_behind('v', word(line));
    const std::string_view hex = word(line);
    const auto bytes = parse_hex(hex == "-" ? std::string_view{} : hex);
    if (!version)
      return "a sample is a layout, its version, bytes and JSON: `bank.Money v1 0a00 {\"amount\":\"0.10\"}`";
    if (!bytes || hex.empty()) return "the bytes are written in hexadecimal digits, and `-` if there are none";
    if (!line.starts_with('{')) return "the JSON is missing";
    sample.version = *version;
    sample.bytes = *bytes;
    sample.json = line;
    file_.samples.push_back(std::move(sample));
    return std::nullopt;
  }

  std::optional<std::string> function(std::string_view line) {
    FunctionSample sample;
    sample.function = word(line);
    const auto revision = number_behind('r', word(line));
    const std::size_t arrow = line.rfind(" -> ");
    if (!revision || arrow == std::string_view::npos)
      return "a function's sample is its name, its revision, arguments and result: `function bank.risk r1 [\"\"] -> 0`";
    sample.revision = *revision;
    sample.arguments = line.substr(0, arrow);
    sample.result = line.substr(arrow + 4);
    file_.functions.push_back(std::move(sample));
    return std::nullopt;
  }

  SampleFile file_;
  int number_ = 0;
};

/// Why the sample is not what it was any more; empty where it is.
std::string problem_with(const Fields& fields, const EventVersion* event, const Sample& sample) {
  const auto record = decode(fields, sample.bytes);
  if (!record) return "its bytes are not read any more: " + record.error().text;
  // Reading is only needed where the text is another: that of a person, or of an earlier release.
  if (const std::string now = to_json(fields, *record, EnumText::Number); now != sample.json) {
    const auto meant = from_json(fields, sample.json);
    if (!meant) return "what it says is not read any more: " + meant.error().text;
    if (*meant != *record) return "its bytes now say " + now;
  }
  if (event == nullptr) return {};
  // That a mapping overflows at a limit of its types is what it says, and C++ is asked by the generated tests.
  const auto today = upcast(*event, *record, {});
  return today || today.error().reason != Failure::Reason::Refused ? std::string() : today.error().text;
}

}  // namespace

SampleFile samples_of(const Model& model) {
  SampleFile file;
  file.functions = function_samples(model.context());
  const Held held(model.context());
  for_each_layout(model.context(), [&](const LayoutKey& key, const Fields& fields, const EventVersion* event) {
    if (event == nullptr && !held.has(key)) return;
    for (const Record& record : sample_records(fields)) {
      if (const auto bytes = encode(fields, record))
        file.samples.push_back({key.first, key.second, *bytes, to_json(fields, record, EnumText::Number)});
    }
  });
  sort(file.samples);
  sort(file.functions);
  return file;
}

SampleFile sealed(const SampleFile& stored, const SampleFile& fresh) {
  return {merged(stored.functions, fresh.functions), merged(stored.samples, fresh.samples)};
}

std::string write_samples(const SampleFile& file) {
  std::string text = std::string(kHead) + "\n";
  for (const FunctionSample& sample : file.functions) {
    text += "function " + sample.function + " r" + std::to_string(sample.revision) + " " + sample.arguments + " -> " +
            sample.result + "\n";
  }
  for (const Sample& sample : file.samples) {
    text += sample.layout + " v" + std::to_string(sample.version) + " " +
            (sample.bytes.empty() ? "-" : hex_text(sample.bytes)) + " " + sample.json + "\n";
  }
  return text;
}

Result<SampleFile> read_samples(std::string_view text) { return SampleReader().read(text); }

std::vector<Failure> check_samples(const Model& model, const SampleFile& file) {
  std::map<LayoutKey, std::pair<const Fields*, const EventVersion*>> layouts;
  for_each_layout(model.context(), [&](const LayoutKey& key, const Fields& fields, const EventVersion* event) {
    layouts[key] = {&fields, event};
  });
  std::vector<Failure> failures;
  const std::string prefix = model.context().name + ".";
  for (const Sample& sample : file.samples) {
    if (!sample.layout.starts_with(prefix)) continue;
    const auto at = layouts.find(key_of(sample));
    const std::string problem =
        at == layouts.end() ? "the layout is gone" : problem_with(*at->second.first, at->second.second, sample);
    if (problem.empty()) continue;
    failures.push_back({sample.layout + " v" + std::to_string(sample.version) + ": " + problem});
  }
  return failures;
}

}  // namespace cqrsc::interpret
