#include <stdexcept>

#include <gmock/gmock.h>

#include <cqrs/context.hpp>

namespace cqrs {
namespace {

struct Rates {
  int percent = 0;
};

TEST(ServicesTest, AreFoundByType) {
  Rates old{1};
  Rates current{2};
  Services services;
  services.add(old).add(current);
  EXPECT_EQ(services.find<Rates>(), &current) << "the latest wins";
  EXPECT_EQ(services.find<int>(), nullptr);

  const Actor actor{.id = "tilly", .roles = {"teller", "auditor"}};
  const Context context(Instant{5}, actor, 0, services);
  EXPECT_EQ(context.service<Rates>().percent, 2);
  EXPECT_THROW(static_cast<void>(context.service<int>()), std::logic_error);
}

TEST(ContextTest, KnowsTimeActorAndVersion) {
  const Actor actor{.id = "tilly", .roles = {"teller"}};
  const Services services;
  const Context fresh(Instant{5}, actor, 0, services);
  EXPECT_EQ(fresh.now(), Instant{5});
  EXPECT_FALSE(fresh.exists());
  EXPECT_TRUE(fresh.actor().has_role("teller"));
  EXPECT_FALSE(fresh.actor().has_role("Teller"));
  EXPECT_TRUE(Context(Instant{5}, actor, 3, services).exists());
}

}  // namespace
}  // namespace cqrs
