"""Children and young people who do not exist, made so that counting them gives published figures."""
