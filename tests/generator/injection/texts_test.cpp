// What a modeler writes as text is that text when the domain runs: in C++, in JSON, in SQL, in a message.
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <texts/texts.hpp>

#include <cqrs/memory.hpp>

#include "texts_domain.hpp"

namespace cqrsc::injection {
namespace {

TEST(TextsFile, IsWhatItWas) {
  const std::string path = CQRS_SOURCE_DIR "/tests/generator/injection/texts.cqrs";
  const char* update = std::getenv("CQRS_UPDATE");
  if (update != nullptr && std::string(update) == "1") std::ofstream(path, std::ios::binary) << texts_domain();
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  EXPECT_TRUE(content.str() == texts_domain()) << "CQRS_UPDATE=1 writes it anew";
}

class Texts : public testing::Test {
 protected:
  static std::string number(std::size_t i) { return "{\"number\":" + std::to_string(kFirstText + i) + "}"; }

  const std::vector<std::string> texts_ = constant_texts();
  const std::string id_ = "6f1c0000-0000-7000-8000-000000000001";
  std::unique_ptr<cqrs::memory::MemoryStore> store_ = cqrs::memory::open();
  texts::Texts app_ = *texts::Texts::start(*store_, {});
};

TEST_F(Texts, AreTheSameInStatesAndInJson) {
  const auto id = *texts::TextId::parse(id_);
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    ASSERT_TRUE(app_.execute_json("Holder.Say", id_, number(i)));
    const auto state = app_.holder(id).current();
    ASSERT_TRUE(state) << state.error();
    EXPECT_EQ(state->state.text, texts_[i]) << "number " << i;
    const auto json = nlohmann::json::parse(cqrs::to_json(state->state), nullptr, false);
    ASSERT_TRUE(json.is_object()) << "number " << i;
    EXPECT_EQ(json.at("text").get<std::string>(), texts_[i]);
    EXPECT_EQ(cqrs::from_json<texts::HolderState>(json.dump())->text, texts_[i]);
  }
}

TEST_F(Texts, AreTheSameInMessages) {
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    const auto outcome = app_.execute_json("Holder.Refuse", id_, number(i));
    ASSERT_FALSE(outcome);
    const auto* rejection = std::get_if<cqrs::Rejection>(&outcome.error());
    ASSERT_NE(rejection, nullptr);
    EXPECT_EQ(rejection->name, "Wrong" + std::to_string(kFirstText + i));
    EXPECT_EQ(rejection->message, texts_[i]);
  }
}

TEST_F(Texts, AreTheSameInSql) {
  cqrs::Position last;
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    std::string id = id_;
    id.replace(id.size() - 4, 4, std::to_string(1000 + i));
    const auto said = app_.execute_json("Holder.Say", id, number(i));
    ASSERT_TRUE(said);
    last = said->position;
  }
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    const auto page = app_.query(texts::Find{.number = static_cast<std::int32_t>(kFirstText + i)}, cqrs::after(last));
    ASSERT_TRUE(page) << page.error();
    bool found = false;
    for (const auto& row : page->rows) {
      found = found || row.number == static_cast<std::int32_t>(kFirstText + i);
      EXPECT_EQ(row.text, texts_[i]);
    }
    EXPECT_TRUE(found) << "number " << i;
  }
}

}  // namespace
}  // namespace cqrsc::injection
