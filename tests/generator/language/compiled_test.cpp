// What no scenario can say of the sentences: what the compiled domain gives to the store, and what a program gives to
// it.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include <cqrs/memory.hpp>
#include <cqrs/tag.hpp>

#include "sentences/sentences.hpp"
#include "sentences_logic.hpp"

namespace sentences {
namespace {

using namespace cqrs::literals;
using testing::ElementsAre;
using testing::IsEmpty;

class Compiled : public testing::Test {
 protected:
  Sentences& start(cqrs::Services services = {}) {
    cqrs::ApplicationOptions options;
    options.services = std::move(services);
    auto started = Sentences::start(*store_, externs<SentencesLogic>(), std::move(options));
    EXPECT_TRUE(started) << started.error();
    return app_.emplace(*std::move(started));
  }

  /// The types of the events that have all the tags.
  std::vector<std::string> tagged(const std::vector<std::string>& tags) {
    const std::vector<std::string_view> views(tags.begin(), tags.end());
    std::vector<std::string> found;
    const auto visit = [&](const cqrs::RecordedEvent& event) {
      found.emplace_back(event.type);
      return cqrs::Visit::next;
    };
    cqrs::EventFilter filter;
    filter.tags = views;
    EXPECT_TRUE(store_->read_all({}, filter, cqrs::kNoLimit, visit));
    return found;
  }

  std::unique_ptr<cqrs::memory::MemoryStore> store_ = cqrs::memory::open();
  std::optional<Sentences> app_;
};

// "`@tag` (an indexed key of the event)"
TEST_F(Compiled, FindsEventsByTheirTags) {
  Sentences& app = start();
  const auto ada = ClientId::make();
  const auto bob = ClientId::make();
  const std::string voucher(1'000, 'v');
  ASSERT_TRUE(app.execute(ParcelId::make(), Pack{.client = ada, .currency = Currency::USD, .price = "1.5"_dec}));
  ASSERT_TRUE(
      app.execute(ParcelId::make(), Pack{.client = bob, .currency = Currency::USD, .voucher = voucher, .price = 2}));
  const std::string packed = "sentences.Parcel.Packed";
  EXPECT_THAT(tagged({cqrs::tag("client", ada)}), ElementsAre(packed));
  EXPECT_THAT(tagged({cqrs::tag("currency", Currency::USD)}), ElementsAre(packed, packed));
  EXPECT_THAT(tagged({cqrs::tag("currency", Currency::USD), cqrs::tag("client", bob)}), ElementsAre(packed));
  EXPECT_THAT(tagged({cqrs::tag("voucher", voucher)}), ElementsAre(packed));
  EXPECT_THAT(tagged({cqrs::tag("price", "1.50"_dec)}), ElementsAre(packed));
  EXPECT_THAT(tagged({cqrs::tag("client", ClientId::make())}), IsEmpty());
  EXPECT_EQ(cqrs::tag("currency", Currency::USD), "currency:2") << "members may be renamed";
}

// "`Context` gives it time, actor and the services the program registered."
TEST_F(Compiled, LendsServicesToWhatIsDecidedInCpp) {
  LargestPart largest{.parts = 7};
  Sentences& app = start(cqrs::Services().add(largest));
  const auto lease = LeaseId::make();
  ASSERT_TRUE(app.execute(lease, Rent{.days = 1}));
  EXPECT_TRUE(app.execute(lease, Part{.parts = 7}, {.actor = {.id = "program", .roles = {}}}));
  const auto refused = app.execute(lease, Part{.parts = 8}, {.actor = {.id = "program", .roles = {}}});
  ASSERT_FALSE(refused);
  ASSERT_TRUE(std::holds_alternative<TooMany>(refused.error()));
  EXPECT_EQ(std::get<TooMany>(refused.error()).most, 7);
}

// "in error messages (… decimals, ids, times and enum names as their JSON text, values as `{field: v}`; `{{` for a
// brace)"
TEST_F(Compiled, SaysInTheMessageOfAnErrorWhatItIsAbout) {
  Sentences& app = start();
  const auto refused = app.execute(TextsId::make(), Say{.status = Status::paid});
  ASSERT_FALSE(refused);
  ASSERT_TRUE(std::holds_alternative<Said>(refused.error()));
  const Said& said = std::get<Said>(refused.error());
  EXPECT_THAT(said.message(), testing::StartsWith("{paid} 1.50 "));
  EXPECT_THAT(said.message(), testing::HasSubstr("Z PT5400S {amount: 2.00, currency: USD} none [1, 2] AAEC "));
  EXPECT_THAT(said.message(), testing::EndsWith(" true 2.00"));
}

}  // namespace
}  // namespace sentences
