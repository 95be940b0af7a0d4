// The last release of a few histories, compiled: every event that any of their releases stored becomes the same events
// of today, byte for byte, and folds to the same state, by the generated code and by the interpreter. They were written
// by evolution_fuzz --write, and are kept: what they hold was stored once.
#include "compiled.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <gtest/gtest.h>

#include <cqrs/aggregate.hpp>
#include <cqrs/command.hpp>

#include "interpret/codec.hpp"
#include "interpret/history.hpp"
#include "interpret/text_forms.hpp"
#include "past1/thing.hpp"
#include "past2/thing.hpp"
#include "past3/thing.hpp"

namespace evolution {
namespace {

namespace interpret = cqrsc::interpret;

std::string contents(const std::string& name) {
  const auto path = std::filesystem::path(CQRS_SOURCE_DIR) / "tests" / "evolution" / "past" / name;
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path << " cannot be read";
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Line {
  std::size_t stream = 0;
  std::string event;
  int version = 1;
  std::string bytes;
};

std::vector<Line> lines_of(const std::string& text) {
  std::vector<Line> lines;
  std::istringstream in(text);
  Line line;
  char v = 0;
  std::string hex;
  while (in >> line.stream >> line.event >> v >> line.version >> hex) {
    line.bytes = hex == "-" ? std::string() : interpret::parse_hex(hex).value();
    lines.push_back(line);
  }
  return lines;
}

/// An event of today: its type, version and bytes.
using Today = std::vector<std::tuple<std::string, std::uint32_t, std::string>>;

class Both {
 public:
  Both(const std::string& name, const cqrs::AggregateDefinition& definition)
      : name_(name), definition_(definition), compiled_(compile(contents(name + ".cqrs"), "")) {}

  void check() {
    ASSERT_TRUE(compiled_.accepted) << compiled_.findings();
    const std::vector<Line> lines = lines_of(contents(name_ + ".events"));
    EXPECT_GE(lines.size(), 100U);
    std::size_t upcast = 0;
    for (const Line& line : lines) {
      const cqrs::EventLayout* layout = layout_of(line);
      ASSERT_NE(layout, nullptr) << line.event << " v" << line.version;
      EXPECT_EQ(by_code(*layout, line), by_model(line)) << line.event << " v" << line.version;
      upcast += layout->upcast != nullptr ? 1 : 0;
    }
    EXPECT_GE(upcast, 50U);
    for (std::size_t stream = 0; stream < 3; ++stream) check_state(lines, stream);
  }

 private:
  const cqrs::EventLayout* layout_of(const Line& line) const {
    for (const cqrs::EventLayout& layout : definition_.events) {
      const bool same = layout.type == name_ + ".Thing." + line.event;
      if (same && layout.version == static_cast<std::uint32_t>(line.version)) return &layout;
    }
    return nullptr;
  }

  static Today by_code(const cqrs::EventLayout& layout, const Line& line) {
    if (layout.upcast == nullptr) return {{std::string(layout.type), layout.version, line.bytes}};
    cqrs::EncodedEvents events;
    EXPECT_TRUE(layout.upcast(events, cqrs::as_bytes(line.bytes), {}, nullptr)) << line.event;
    Today today;
    for (const auto& entry : events.entries()) {
      today.emplace_back(std::string(entry.type), entry.layout_version, std::string(cqrs::as_text(events.body(entry))));
    }
    return today;
  }

  Today by_model(const Line& line) const {
    const auto* version = compiled_.find(line.event, line.version);
    const auto record = interpret::decode(version->fields, line.bytes);
    const auto events = interpret::upcast(*version, record.value(), {});
    Today today;
    for (const auto& event : events.value()) {
      today.emplace_back(name_ + ".Thing." + event.event->name, event.event->version,
                         interpret::encode(event.event->fields, event.fields).value());
    }
    return today;
  }

  void check_state(const std::vector<Line>& lines, std::size_t stream) {
    const auto state = definition_.initial_state();
    std::vector<interpret::StoredEvent> stored;
    for (const Line& line : lines) {
      if (line.stream != stream) continue;
      ASSERT_TRUE(layout_of(line)->fold(state.get(), cqrs::as_bytes(line.bytes), {}, nullptr)) << line.event;
      stored.push_back({compiled_.find(line.event, line.version), line.bytes, {}});
    }
    cqrs::Buffer bytes;
    ASSERT_TRUE(definition_.encode_state(state.get(), bytes));
    const auto model = interpret::fold(compiled_.aggregate(), stored);
    ASSERT_TRUE(model) << model.error().text;
    EXPECT_EQ(cqrs::as_text(bytes), interpret::encode(compiled_.aggregate().state.fields, *model).value());
  }

  std::string name_;
  const cqrs::AggregateDefinition& definition_;
  Compiled compiled_;
};

TEST(CompiledHistories, AgreeWithTheModelOnEverythingThatWasStored) {
  Both("past1", past1::Thing::definition()).check();
  Both("past2", past2::Thing::definition()).check();
  Both("past3", past3::Thing::definition()).check();
}

}  // namespace
}  // namespace evolution
